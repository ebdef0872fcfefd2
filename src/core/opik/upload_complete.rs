//! The endpoint that makes an attachment of the uploaded parts, in object-store mode.

use super::upload_start::UploadKey;
use crate::core::config::api_url::ApiUrl;
use crate::core::http::request::Request;
use crate::core::json::object::{JsonObject, JsonObjects, Value};

const PATH: &str = "/v1/private/attachment/upload-complete";

/// A part that the store has.
#[derive(Clone, Debug, PartialEq)]
pub struct UploadedPart {
    /// The `ETag` header, verbatim: the quotes belong to it.
    pub etag: String,
    /// S3's part number, from 1.
    pub number: u32,
}

impl JsonObjects for Vec<UploadedPart> {
    fn get(&self, index: usize) -> Option<JsonObject<'_>> {
        let part = self.as_slice().get(index)?;
        Some(JsonObject(vec![
            ("e_tag", Value::Text(&part.etag)),
            ("part_number", Value::Number(u64::from(part.number))),
        ]))
    }
}

/// Closes a multipart upload of `file_size` bytes. Parts in ascending order.
#[must_use]
pub fn request<'a, B>(
    api_url: &ApiUrl,
    key: &UploadKey<'a>,
    file_size: u64,
    upload_id: &'a str,
    parts: &'a Vec<UploadedPart>,
) -> Request<'a, B> {
    let mut fields = key.fields();
    fields.push(("file_size", Value::Number(file_size)));
    fields.push(("upload_id", Value::Text(upload_id)));
    fields.push(("uploaded_file_parts", Value::Objects(parts)));
    let mut request = Request::post(api_url.endpoint(PATH, &[]), JsonObject(fields));
    request.expects_empty_body = true;
    request
}

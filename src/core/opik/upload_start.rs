//! The endpoint that opens an upload, and says whether the bytes go to the backend or to a store.

use super::target::AttachmentTarget;
use crate::core::config::api_url::ApiUrl;
use crate::core::http::request::Request;
use crate::core::json::object::{JsonObject, Value};
use crate::core::json::{Json, MissingField, string};

const PATH: &str = "/v1/private/attachment/upload-start";

/// The `upload_id` that means: one PUT to the backend, no completion.
pub const DIRECT_UPLOAD_ID: &str = "BEMinIO";

/// What the start and the completion of an upload must say alike: the server derives the key from it both times.
#[derive(Clone, Copy, Debug)]
pub struct UploadKey<'a> {
    /// The entity, and with it the project, which is made if there is none.
    pub target: &'a AttachmentTarget,
    /// The name to store under.
    pub file_name: &'a str,
    /// The media type: the object's at the start, the row's at the completion.
    pub mime_type: &'a str,
}

impl<'a> UploadKey<'a> {
    pub(crate) fn fields(&self) -> Vec<(&'static str, Value<'a>)> {
        vec![
            ("file_name", Value::Text(self.file_name)),
            ("mime_type", Value::Text(self.mime_type)),
            ("project_name", Value::Text(&self.target.project_name)),
            ("entity_type", Value::Text(self.target.entity_type.as_str())),
            ("entity_id", Value::Text(&self.target.entity_id)),
        ]
    }
}

/// Opens an upload in `parts` parts. `path` is the base URL in base64url.
#[must_use]
pub fn request<'a, B>(api_url: &ApiUrl, key: &UploadKey<'a>, parts: u32, path: &'a str) -> Request<'a, B> {
    let mut fields = key.fields();
    fields.push(("num_of_file_parts", Value::Number(u64::from(parts))));
    fields.push(("path", Value::Text(path)));
    Request::post(api_url.endpoint(PATH, &[]), JsonObject(fields))
}

/// An upload that the backend has opened. `J` is the host's JSON: ten thousand URLs stay where the host has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenedUpload<J> {
    /// The bytes go to the backend, in one request.
    Direct,
    /// The bytes go to these presigned URLs, in part order, and a completion follows.
    Parts {
        /// Names the upload in the completion.
        upload_id: String,
        /// One string per part.
        urls: Vec<J>,
    },
}

/// Reads the answer to `upload-start`.
///
/// # Errors
/// [`MissingField`] for the first field that is missing or of the wrong type.
pub fn opened_upload<J: Json>(reply: &J) -> Result<OpenedUpload<J>, MissingField> {
    let upload_id = string(reply, "upload_id")?;
    if upload_id == DIRECT_UPLOAD_ID {
        return Ok(OpenedUpload::Direct);
    }
    let urls = reply.field("pre_sign_urls").and_then(|urls| urls.items());
    let urls = urls.filter(|urls| urls.iter().all(Json::is_string)).ok_or(MissingField("pre_sign_urls"))?;
    Ok(OpenedUpload::Parts { upload_id, urls })
}

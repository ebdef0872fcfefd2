//! The endpoint that deletes attachments by name; unknown names are no error.

use super::target::AttachmentTarget;
use crate::core::config::api_url::ApiUrl;
use crate::core::http::request::Request;
use crate::core::json::object::{JsonObject, Value};

const PATH: &str = "/v1/private/attachment/delete";

/// Deletes `file_names` of `target`.
#[must_use]
pub fn request<'a, B>(
    api_url: &ApiUrl,
    target: &'a AttachmentTarget,
    project_id: &'a str,
    file_names: &'a [String],
) -> Request<'a, B> {
    let fields = vec![
        ("file_names", Value::Texts(file_names)),
        ("entity_type", Value::Text(target.entity_type.as_str())),
        ("entity_id", Value::Text(&target.entity_id)),
        ("container_id", Value::Text(project_id)),
    ];
    let mut request = Request::post(api_url.endpoint(PATH, &[]), JsonObject(fields));
    request.expects_empty_body = true;
    request
}

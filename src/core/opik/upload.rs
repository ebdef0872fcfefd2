//! The endpoint that takes the bytes of a file in direct mode.

use super::upload_start::UploadKey;
use crate::core::config::api_url::{ApiUrl, BackendUrl};

const PATH: &str = "/v1/private/attachment/upload";

/// The address that the bytes are sent to.
#[must_use]
pub fn url(api_url: &ApiUrl, key: &UploadKey<'_>) -> BackendUrl {
    let query = [
        ("file_name", key.file_name),
        ("mime_type", key.mime_type),
        ("entity_type", key.target.entity_type.as_str()),
        ("entity_id", &key.target.entity_id),
        ("project_name", &key.target.project_name),
    ];
    api_url.endpoint(PATH, &query)
}

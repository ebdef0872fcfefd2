//! The endpoint that sends the bytes of a file in direct mode.

use super::target::AttachmentTarget;
use crate::core::config::api_url::{ApiUrl, BackendUrl};

const PATH: &str = "/v1/private/attachment/download";

/// The address of a file's bytes, from fields.
///
/// A link given by the server is not used for this: it leaves `%HH` in a name as it is, and so can mean another file.
#[must_use]
pub fn url(
    api_url: &ApiUrl,
    workspace_name: &str,
    project_id: &str,
    target: &AttachmentTarget,
    file_name: &str,
    mime_type: &str,
) -> BackendUrl {
    let query = [
        ("workspace_name", workspace_name),
        ("container_id", project_id),
        ("file_name", file_name),
        ("mime_type", mime_type),
        ("entity_type", target.entity_type.as_str()),
        ("entity_id", &target.entity_id),
    ];
    api_url.endpoint(PATH, &query)
}

/// The query of `link` if it points to this endpoint of this backend; `None` for every other address, such as a
/// presigned one.
#[must_use]
pub fn own_query<'a>(api_url: &ApiUrl, link: &'a str) -> Option<&'a str> {
    link.strip_prefix(api_url.as_str())?.strip_prefix(PATH)?.strip_prefix("?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_backends_download_endpoint_is_its_own() {
        let url = ApiUrl::parse("http://host/api").unwrap();
        let own = "http://host/api/v1/private/attachment/download?workspace_name=default";
        assert_eq!(own_query(&url, own), Some("workspace_name=default"));
        for foreign in [
            "http://host/api/v1/private/attachment/download",
            "http://host/apiv1/private/attachment/download?a=b",
            "http://host.evil/api/v1/private/attachment/download?a=b",
            "http://host:81/api/v1/private/attachment/download?a=b",
            "https://host/api/v1/private/attachment/download?a=b",
            "http://host/bucket/key?X-Amz-Signature=1",
            "http://host/api/../v1/private/attachment/download?a=b",
        ] {
            assert_eq!(own_query(&url, foreign), None, "{foreign}");
        }
    }
}

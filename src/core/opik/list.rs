//! The endpoint that lists the attachments of an entity, a page at a time.

use super::attachment::{Attachment, is_previewable};
use super::target::AttachmentTarget;
use crate::core::config::api_url::ApiUrl;
use crate::core::http::request::{Destination, Method, Payload, Request};
use crate::core::json::{Json, MissingField, string};
use crate::core::text::strings::decimal;

const PATH: &str = "/v1/private/attachment/list";

/// Rows of a page: what Opik's own UI asks for.
const PAGE_SIZE: &str = "1000";

/// Asks for page `number`, from 1. `path` is the base URL in base64url.
#[must_use]
pub fn request<B>(
    api_url: &ApiUrl,
    project_id: &str,
    target: &AttachmentTarget,
    path: &str,
    number: u64,
) -> Request<'static, B> {
    let query = [
        ("project_id", project_id),
        ("entity_type", target.entity_type.as_str()),
        ("entity_id", &target.entity_id),
        ("path", path),
        ("page", &decimal(number)),
        ("size", PAGE_SIZE),
    ];
    Request::new(Method::Get, Destination::Backend(api_url.endpoint(PATH, &query)), Payload::None)
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<J> {
    /// Rows on all pages together.
    pub total: u64,
    /// Rows on this page.
    pub rows: Vec<Attachment<J>>,
}

/// Reads a page.
///
/// # Errors
/// [`MissingField`] for the first field that is missing or of the wrong type.
pub fn page<J: Json>(reply: &J) -> Result<Page<J>, MissingField> {
    let total = reply.field("total").and_then(|total| total.integer()).ok_or(MissingField("total"))?;
    let rows = reply.field("content").and_then(|rows| rows.items()).ok_or(MissingField("content"))?;
    let mut attachments = Vec::with_capacity(rows.len());
    for row in rows {
        attachments.push(attachment(row)?);
    }
    Ok(Page { total, rows: attachments })
}

fn attachment<J: Json>(row: J) -> Result<Attachment<J>, MissingField> {
    let mime_type = string(&row, "mime_type")?;
    row.field("link").filter(Json::is_string).ok_or(MissingField("link"))?;
    Ok(Attachment {
        file_name: string(&row, "file_name")?,
        file_size: row.field("file_size").and_then(|size| size.integer()).ok_or(MissingField("file_size"))?,
        previewable: is_previewable(&mime_type),
        mime_type,
        row,
    })
}

//! What the backend and the store answer, read field by field.

use super::attachment::{Attachment, is_previewable};
use crate::core::json::Json;
use crate::core::text::strings::{self, fill};

/// The `upload_id` that means: one PUT to the backend, no completion.
pub const DIRECT_UPLOAD_ID: &str = "BEMinIO";

/// An answer with a status of success whose body is not what the wire says. Holds the field that is missing or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingField(pub &'static str);

/// `id` of a project.
///
/// # Errors
/// [`MissingField`] if it is missing.
pub fn project_id<J: Json>(reply: &J) -> Result<String, MissingField> {
    string(reply, "id")
}

/// `name` of each project of a page of them.
///
/// # Errors
/// [`MissingField`] if this is no such page.
pub fn project_names<J: Json>(reply: &J) -> Result<Vec<String>, MissingField> {
    let rows = reply.field("content").and_then(|rows| rows.items()).ok_or(MissingField("content"))?;
    rows.iter().map(|row| string(row, "name")).collect()
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

fn string<J: Json>(value: &J, field: &'static str) -> Result<String, MissingField> {
    value.field(field).and_then(|found| found.string()).ok_or(MissingField(field))
}

/// The words of a refusal, from whichever of the four shapes the body has: `message` (and `details`), `errors`, S3's XML,
/// or none that can be read (HTML of a gateway, an empty body).
#[must_use]
pub fn refusal<J: Json>(body: &str) -> Option<String> {
    if let Some(json) = J::parse(body) {
        let text = |field| json.field(field).and_then(|text| text.string());
        if let Some(message) = text("message") {
            return Some(match text("details").filter(|details| !details.is_empty()) {
                Some(details) => fill("{}: {}", &[&message, &details]),
                None => message,
            });
        }
        let mut errors = String::new();
        for error in json.field("errors")?.items()?.iter().filter_map(Json::string) {
            strings::append(&mut errors, "; ", &error);
        }
        return Some(errors);
    }
    let code = store_code(body)?;
    Some(match xml_element(body, "Message") {
        Some(message) => fill("{}: {}", &[code, message]),
        None => code.to_owned(),
    })
}

/// The code of an object store's refusal, such as `SlowDown`.
#[must_use]
pub fn store_code(body: &str) -> Option<&str> {
    xml_element(body, "Code")
}

/// Whether a body is a page for people, which neither Opik's API nor a store sends: markup, but not that of a store.
#[must_use]
pub fn is_html(body: &str) -> bool {
    let start = body.trim();
    start.starts_with("<") && !start.starts_with("<?xml") && store_code(body).is_none()
}

/// The text of the first element of that name. S3's errors are flat, so this is all the XML there is.
fn xml_element<'a>(body: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = strings::split_once(body, &fill("<{}>", &[name]))?;
    Some(strings::split_once(after, &fill("</{}>", &[name]))?.0)
}

/// Whether a store's refusal says that the presigned URL has died: S3 in these codes or with "expired", Garage with
/// "Date is too old".
#[must_use]
pub fn says_expired(body: &str) -> bool {
    store_code(body).is_some_and(|code| matches!(code, "ExpiredToken" | "RequestExpired"))
        || xml_element(body, "Message")
            .is_some_and(|message| ["expired", "too old"].iter().any(|word| says(message, word)))
}

fn says(message: &str, word: &str) -> bool {
    strings::find(&message.to_ascii_lowercase(), word).is_some()
}

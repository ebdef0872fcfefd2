//! An attachment as a list has it, and as an upload leaves it.

use crate::core::json::Json;
use crate::core::json::object::{JsonObject, Value};

/// A file attached to a trace or span. `J` is the host's JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment<J> {
    /// The name, unique on its entity.
    pub file_name: String,
    /// Bytes.
    pub file_size: u64,
    /// The media type, as stored.
    pub mime_type: String,
    /// Whether the Opik UI renders this type.
    pub previewable: bool,
    /// The row on the wire, from which the host makes what users see: copying the texts of ten thousand would be most
    /// of the work.
    pub row: J,
}

impl<J: Json> Attachment<J> {
    /// Where the bytes are: a backend URL that needs credentials, or a presigned URL that expires.
    pub fn link(&self) -> String {
        self.row.field("link").and_then(|link| link.string()).unwrap_or_default()
    }
}

/// What became of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadedAttachment {
    /// The name it is stored under.
    pub file_name: String,
    /// Bytes.
    pub file_size: u64,
    /// The media type it is stored with.
    pub mime_type: String,
    /// Sent, or left as it was.
    pub status: UploadStatus,
}

/// Whether bytes were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadStatus {
    /// The file is there now, with these bytes.
    Uploaded,
    /// A file of that name and size was there already, and `ifExists` was `skip`.
    Skipped,
}

impl UploadStatus {
    /// The public form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Skipped => "skipped",
        }
    }
}

impl UploadedAttachment {
    /// The outcome as users see it.
    #[must_use]
    pub fn document(&self) -> JsonObject<'_> {
        JsonObject(vec![
            ("fileName", Value::Text(&self.file_name)),
            ("fileSize", Value::Number(self.file_size)),
            ("mimeType", Value::Text(&self.mime_type)),
            ("status", Value::Text(self.status.as_str())),
        ])
    }
}

/// Whether the Opik UI renders this type. It compares exactly.
#[must_use]
pub fn is_previewable(mime_type: &str) -> bool {
    matches!(
        mime_type,
        "image/jpeg"
            | "image/png"
            | "image/gif"
            | "image/svg+xml"
            | "image/webp"
            | "video/mp4"
            | "video/webm"
            | "audio/vorbis"
            | "audio/wav"
            | "audio/x-wav"
            | "audio/vnd.wave"
            | "audio/mpeg"
            | "application/pdf"
            | "application/json"
            | "text/plain"
            | "text/markdown"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preview_is_an_exact_match() {
        assert!(is_previewable("text/plain"));
        assert!(!is_previewable("text/plain;charset=utf-8"));
        assert!(!is_previewable("IMAGE/PNG"));
    }
}

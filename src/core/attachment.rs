//! One row of an entity's list.

use serde::Serialize;

/// A file attached to a trace or span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// The name, unique on its entity.
    pub file_name: String,
    /// Bytes.
    pub file_size: u64,
    /// The media type, as stored.
    pub mime_type: String,
    /// Where the bytes are: a backend URL that needs credentials, or a presigned URL that expires.
    pub link: String,
    /// Whether the Opik UI renders this type.
    pub previewable: bool,
}

/// What became of an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum UploadStatus {
    /// The file is there now, with these bytes.
    Uploaded,
    /// A file of that name and size was there already, and `ifExists` was `skip`.
    Skipped,
}

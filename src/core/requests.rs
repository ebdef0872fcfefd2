//! The JSON documents that go to the backend, under the wire's own names.

use serde::Serialize;

/// Any of the four documents.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum JsonBody<'a> {
    /// `POST projects/retrieve`.
    RetrieveProject {
        /// The project's name.
        name: &'a str,
    },
    /// `POST attachment/upload-start`.
    UploadStart(UploadStart<'a>),
    /// `POST attachment/upload-complete`.
    UploadComplete(UploadComplete<'a>),
    /// `POST attachment/delete`.
    Delete(Delete<'a>),
}

/// Opens an upload.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct UploadStart<'a> {
    /// The name to store under.
    pub file_name: &'a str,
    /// How many part URLs are wanted.
    pub num_of_file_parts: u32,
    /// The media type to store.
    pub mime_type: &'a str,
    /// The project, by name; made if there is none.
    pub project_name: &'a str,
    /// `trace` or `span`.
    pub entity_type: &'a str,
    /// The entity's UUID.
    pub entity_id: &'a str,
    /// The base URL in base64url.
    pub path: &'a str,
}

/// Closes a multipart upload.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct UploadComplete<'a> {
    /// As at the start: the server derives the key again.
    pub file_name: &'a str,
    /// As at the start.
    pub project_name: &'a str,
    /// As at the start.
    pub entity_type: &'a str,
    /// As at the start.
    pub entity_id: &'a str,
    /// Bytes; stored as given.
    pub file_size: u64,
    /// As at the start, else row and object differ.
    pub mime_type: &'a str,
    /// From the start's answer.
    pub upload_id: &'a str,
    /// In ascending order.
    pub uploaded_file_parts: &'a [UploadedPart],
}

/// A part that the store has.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UploadedPart {
    /// The `ETag` header, verbatim: the quotes belong to it.
    pub e_tag: String,
    /// From 1.
    pub part_number: u32,
}

/// Deletes files by name.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Delete<'a> {
    /// The names; unknown ones are no error.
    pub file_names: &'a [String],
    /// `trace` or `span`.
    pub entity_type: &'a str,
    /// The entity's UUID.
    pub entity_id: &'a str,
    /// The project's id.
    pub container_id: &'a str,
}

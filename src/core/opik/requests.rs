//! The JSON documents that go to the backend, under the wire's own names.

use crate::core::json::object::{JsonObject, Value};
use crate::core::opik::target::AttachmentTarget;

/// A part that the store has.
#[derive(Clone, Debug, PartialEq)]
pub struct UploadedPart {
    /// The `ETag` header, verbatim: the quotes belong to it.
    pub etag: String,
    /// S3's part number, from 1.
    pub number: u32,
}

impl UploadedPart {
    pub(crate) fn document(&self) -> JsonObject<'_> {
        JsonObject(vec![("e_tag", Value::Text(&self.etag)), ("part_number", Value::Number(u64::from(self.number)))])
    }
}

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
    fn fields(&self) -> Vec<(&'static str, Value<'a>)> {
        vec![
            ("file_name", Value::Text(self.file_name)),
            ("mime_type", Value::Text(self.mime_type)),
            ("project_name", Value::Text(&self.target.project_name)),
            ("entity_type", Value::Text(self.target.entity_type.as_str())),
            ("entity_id", Value::Text(&self.target.entity_id)),
        ]
    }
}

/// `POST projects/retrieve`: a project by name.
#[must_use]
pub fn retrieve_project(name: &str) -> JsonObject<'_> {
    JsonObject(vec![("name", Value::Text(name))])
}

/// `POST attachment/upload-start`: opens an upload in `parts` parts. `path` is the base URL in base64url.
#[must_use]
pub fn upload_start<'a>(key: &UploadKey<'a>, parts: u32, path: &'a str) -> JsonObject<'a> {
    let mut fields = key.fields();
    fields.push(("num_of_file_parts", Value::Number(u64::from(parts))));
    fields.push(("path", Value::Text(path)));
    JsonObject(fields)
}

/// `POST attachment/upload-complete`: closes a multipart upload of `file_size` bytes. Parts in ascending order.
#[must_use]
pub fn upload_complete<'a>(
    key: &UploadKey<'a>,
    file_size: u64,
    upload_id: &'a str,
    parts: &'a [UploadedPart],
) -> JsonObject<'a> {
    let mut fields = key.fields();
    fields.push(("file_size", Value::Number(file_size)));
    fields.push(("upload_id", Value::Text(upload_id)));
    fields.push(("uploaded_file_parts", Value::Parts(parts)));
    JsonObject(fields)
}

/// `POST attachment/delete`: deletes files by name; unknown names are no error.
#[must_use]
pub fn delete<'a>(target: &'a AttachmentTarget, project_id: &'a str, file_names: &'a [String]) -> JsonObject<'a> {
    JsonObject(vec![
        ("file_names", Value::Texts(file_names)),
        ("entity_type", Value::Text(target.entity_type.as_str())),
        ("entity_id", Value::Text(&target.entity_id)),
        ("container_id", Value::Text(project_id)),
    ])
}

//! What to upload.

use std::rc::Rc;

use super::host::Bytes;
use crate::core::error::Error;
use crate::core::opik::attachment::{UploadStatus, UploadedAttachment};
use crate::core::opik::target::AttachmentTarget;
use crate::core::opik::upload_start::UploadKey;

/// What to do when the entity has a file of that name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IfExists {
    /// Put the new one in its place.
    #[default]
    Replace,
    /// Fail with `ALREADY_EXISTS`.
    Error,
    /// Leave it if it has the same size, replace it otherwise.
    Skip,
}

impl IfExists {
    /// The public forms of all, separated by spaces.
    pub const NAMES: &str = "replace error skip";

    /// Reads the public form.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for every other text.
    pub fn parse(text: &str) -> Result<Self, Error> {
        match text {
            "replace" => Ok(Self::Replace),
            "error" => Ok(Self::Error),
            "skip" => Ok(Self::Skip),
            _ => Err(Error::invalid("ifExists", Self::NAMES, "another string")),
        }
    }
}

/// What to upload.
#[derive(Clone, Debug)]
pub struct UploadRequest<B> {
    /// The entity it will hang on.
    pub target: AttachmentTarget,
    /// The name to store under.
    pub file_name: Rc<str>,
    /// The media type to store with.
    pub mime_type: String,
    /// The bytes' handle.
    pub bytes: B,
    /// What to do when the name is taken.
    pub if_exists: IfExists,
}

impl<B: Bytes> UploadRequest<B> {
    pub(super) fn key(&self) -> UploadKey<'_> {
        UploadKey { target: &self.target, file_name: &self.file_name, mime_type: &self.mime_type }
    }

    pub(super) fn outcome(&self, status: UploadStatus) -> UploadedAttachment {
        UploadedAttachment {
            file_name: self.file_name.as_ref().to_owned(),
            file_size: self.bytes.size(),
            mime_type: self.mime_type.clone(),
            status,
        }
    }
}

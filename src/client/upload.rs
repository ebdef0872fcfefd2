//! Uploads one file, in whichever mode the server runs.

use super::call::Call;
use super::host::{Bytes, Host, Reply, Transport};
use super::send::Repeat;
use crate::core::attachment::{UploadStatus, UploadedAttachment};
use crate::core::error::{Code, Error};
use crate::core::http::{Destination, Method, Payload, Request};
use crate::core::part_plan::PartPlan;
use crate::core::replies::{self, OpenUpload};
use crate::core::requests::{self, UploadKey, UploadedPart};
use crate::core::target::Target;

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
    /// Reads the public form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "replace" => Some(Self::Replace),
            "error" => Some(Self::Error),
            "skip" => Some(Self::Skip),
            _ => None,
        }
    }
}

/// What to upload.
#[derive(Clone, Debug)]
pub struct UploadRequest<B> {
    /// The entity it will hang on.
    pub target: Target,
    /// The name to store under.
    pub file_name: String,
    /// The media type to store with.
    pub mime_type: String,
    /// The bytes' handle.
    pub bytes: B,
    /// What to do when the name is taken.
    pub if_exists: IfExists,
}

type BytesOf<H> = <H as Transport>::Bytes;

impl<H: Host> Call<'_, H> {
    /// Uploads `file`, replacing one of the same name unless told otherwise.
    ///
    /// # Errors
    /// `ALREADY_EXISTS`, `FILE_TOO_LARGE`, `ETAG_NOT_EXPOSED`, `URL_EXPIRED`, or as for every request.
    pub async fn upload(&self, file: &UploadRequest<BytesOf<H>>) -> Result<UploadedAttachment, Error> {
        let plan = PartPlan::new(file.bytes.size(), self.session.settings.tuning.part_size)?;
        if self.is_there_already(file).await? {
            return Ok(file.outcome(UploadStatus::Skipped));
        }
        match self.start(file, plan.count()).await? {
            OpenUpload::Direct => self.put_direct(file).await?,
            OpenUpload::Parts { upload_id, urls } => self.put_parts(file, &plan, &upload_id, &urls).await?,
        }
        Ok(file.outcome(UploadStatus::Uploaded))
    }

    /// Whether there is nothing to do.
    async fn is_there_already(&self, file: &UploadRequest<BytesOf<H>>) -> Result<bool, Error> {
        if file.if_exists == IfExists::Replace {
            return Ok(false);
        }
        let rows = match self.list(&file.target).await {
            // The upload will create the project.
            Err(error) if error.code() == Code::ProjectNotFound => return Ok(false),
            listed => listed?,
        };
        let Some(row) = rows.iter().find(|row| row.file_name == file.file_name) else { return Ok(false) };
        if file.if_exists == IfExists::Error {
            let message =
                format!("There is an attachment named \"{}\" already ({} bytes)", row.file_name, row.file_size);
            return Err(Error::new(Code::AlreadyExists, message));
        }
        Ok(row.file_size == file.bytes.size())
    }

    async fn start(&self, file: &UploadRequest<BytesOf<H>>, parts: u32) -> Result<OpenUpload, Error> {
        let path = self.session.settings.api_url.path_parameter();
        let body = requests::upload_start(&file.key(), parts, &path);
        // In direct mode the backend cannot build a link for a name with braces, today or tomorrow.
        let brace = file.file_name.chars().find(|c| matches!(c, '{' | '}'));
        let repeat = if brace.is_some() { Repeat::NotAfter500 } else { Repeat::Transient };
        let answer =
            self.post("/v1/private/attachment/upload-start", body, repeat).await.map_err(|error| match brace {
                Some(brace) if error.status() == Some(500) => {
                    let hint =
                        format!("A server in direct mode takes no file name with a brace; this one has {brace}.");
                    error.with_hint(hint)
                }
                _ => error,
            })?;
        let opened = answer.get(replies::open_upload)?;
        if let OpenUpload::Parts { urls, .. } = &opened
            && let (asked, got) = (u64::from(parts), urls.len() as u64)
            && asked != got
        {
            let message = format!("upload-start: asked for {asked} part URLs, got {got}; nothing was sent");
            return Err(Error::new(Code::ApiError, message).with_attempts(answer.attempts, false));
        }
        Ok(opened)
    }

    /// Direct mode: the whole file in one request to the backend, at an address made from the fields.
    async fn put_direct(&self, file: &UploadRequest<BytesOf<H>>) -> Result<(), Error> {
        let query = [
            ("file_name", file.file_name.as_str()),
            ("mime_type", &file.mime_type),
            ("entity_type", file.target.entity_type.as_str()),
            ("entity_id", &file.target.entity_id),
            ("project_name", &file.target.project_name),
        ];
        let to = Destination::Backend(self.session.settings.api_url.endpoint("/v1/private/attachment/upload", &query));
        let payload = Payload::Bytes(file.bytes.slice(0, file.bytes.size()));
        self.send(&Request { method: Method::Put, to, payload }).await.map(drop)
    }

    /// Object-store mode: every part to its presigned URL, then the completion.
    async fn put_parts(
        &self,
        file: &UploadRequest<BytesOf<H>>,
        plan: &PartPlan,
        upload_id: &str,
        urls: &[String],
    ) -> Result<(), Error> {
        let mut uploaded = Vec::with_capacity(urls.len());
        for (part, url) in plan.parts().zip(urls) {
            let to = Destination::Elsewhere(url.clone());
            let payload = Payload::Bytes(file.bytes.slice(part.start, part.end));
            let answer = self.send(&Request { method: Method::Put, to, payload }).await?;
            let e_tag = answer.reply.header("etag").filter(|tag| !tag.is_empty());
            let e_tag = e_tag.ok_or_else(|| etag_not_exposed(answer.attempts))?;
            uploaded.push(UploadedPart { e_tag, number: part.number });
        }
        let body = requests::upload_complete(&file.key(), file.bytes.size(), upload_id, &uploaded);
        self.post("/v1/private/attachment/upload-complete", body, Repeat::Transient).await.map(drop)
    }
}

impl<B: Bytes> UploadRequest<B> {
    fn key(&self) -> UploadKey<'_> {
        UploadKey { target: &self.target, file_name: &self.file_name, mime_type: &self.mime_type }
    }

    fn outcome(&self, status: UploadStatus) -> UploadedAttachment {
        UploadedAttachment {
            file_name: self.file_name.clone(),
            file_size: self.bytes.size(),
            mime_type: self.mime_type.clone(),
            status,
        }
    }
}

fn etag_not_exposed(attempts: u32) -> Error {
    let message =
        "The store took a part, but its answer has no readable ETag, without which the upload cannot be completed";
    Error::new(Code::EtagNotExposed, message).with_attempts(attempts, false).with_hint(
        "The bucket's CORS rule must expose it: {\"AllowedOrigins\": [\"<your page's origin>\"], \
         \"AllowedMethods\": [\"GET\", \"PUT\"], \"AllowedHeaders\": [\"*\"], \"ExposeHeaders\": [\"ETag\"]}",
    )
}

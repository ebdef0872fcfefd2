//! Uploads one file, in whichever mode the server runs.

use std::rc::Rc;

use super::call::Call;
use super::host::{Bytes, Host, Reply, Transport, Watch};
use super::parts::Parts;
use super::progress::{PartProgress, ProgressTracker};
use super::semaphore::Semaphore;
use super::transport::RetryPolicy;
use crate::core::error::{Code, Error};
use crate::core::http::request::{Destination, Method, Payload, Request};
use crate::core::opik::attachment::{UploadStatus, UploadedAttachment};
use crate::core::opik::requests::{self, UploadKey};
use crate::core::opik::responses::{self, OpenedUpload};
use crate::core::opik::target::AttachmentTarget;
use crate::core::retry::timeouts::Timeouts;
use crate::core::text::strings::{decimal, fill};
use crate::core::transfer::part_plan::PartPlan;

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

type BytesOf<H> = <H as Transport>::Bytes;
type OpenedUploadOf<H> = OpenedUpload<<<H as Transport>::Reply as Reply>::Json>;

/// What the uploads of one public call share.
pub(super) struct Pool<H> {
    /// One for each request that may be under way.
    pub(super) lanes: Semaphore,
    pub(super) meter: Rc<ProgressTracker<H>>,
}

impl<H: Host + 'static> Call<H> {
    /// Uploads `file`, replacing one of the same name unless told otherwise.
    ///
    /// # Errors
    /// `ALREADY_EXISTS`, `FILE_TOO_LARGE`, `FILE_CHANGED`, `FILE_UNREADABLE`, `ETAG_NOT_EXPOSED`, `URL_EXPIRED`, or as for
    /// every request.
    pub async fn upload(&self, file: &UploadRequest<BytesOf<H>>) -> Result<UploadedAttachment, Error> {
        let pool = self.pool(Some(file.bytes.size()));
        let uploaded = self.upload_with(&pool, file, &|_| ()).await?;
        pool.meter.finished(&file.file_name);
        Ok(uploaded)
    }

    pub(super) fn pool(&self, total: Option<u64>) -> Pool<H> {
        let lanes = Semaphore::new(self.session.settings.tuning.concurrency);
        Pool { lanes, meter: ProgressTracker::new(&self.host, total) }
    }

    /// Uploads `file` over the lanes of `pool`. Tells `demand`, whenever that changes, how many requests it could use at
    /// once.
    pub(super) async fn upload_with(
        &self,
        pool: &Pool<H>,
        file: &UploadRequest<BytesOf<H>>,
        demand: &dyn Fn(u32),
    ) -> Result<UploadedAttachment, Error> {
        let tuning = &self.session.settings.tuning;
        let plan = PartPlan::new(file.bytes.size(), tuning.part_size, tuning.concurrency)?;
        let lane = pool.lanes.acquire().await;
        let there = self.exists_already(file).await?;
        drop(lane);
        if there {
            PartProgress::new(&pool.meter, &file.file_name).commit(file.bytes.size());
            return Ok(file.outcome(UploadStatus::Skipped));
        }
        // The URLs of an upload die together and cannot be renewed, so one that is too slow for them begins anew. Once.
        let mut has_restarted = false;
        loop {
            let lane = pool.lanes.acquire().await;
            let (opened, requested_at) = self.start(file, plan.count()).await?;
            drop(lane);
            match opened {
                OpenedUpload::Direct => self.upload_direct(pool, file).await?,
                OpenedUpload::Parts { upload_id, urls } => {
                    let parts = Parts { plan: &plan, urls: &urls, requested_at, demand };
                    match self.upload_parts(pool, file, &parts).await {
                        Ok(flown) => {
                            let _lane = pool.lanes.acquire().await;
                            self.complete(file, &upload_id, flown).await?;
                        }
                        Err(stopped) if stopped.urls_expired && !has_restarted => {
                            has_restarted = true;
                            // None was sent if the URLs were too old by then.
                            let attempts = stopped.error.details().attempts.max(1);
                            self.renewed(attempts, stopped.error);
                            continue;
                        }
                        Err(stopped) => return Err(stopped.error),
                    }
                }
            }
            return Ok(file.outcome(UploadStatus::Uploaded));
        }
    }

    /// Whether there is nothing to do.
    async fn exists_already(&self, file: &UploadRequest<BytesOf<H>>) -> Result<bool, Error> {
        if file.if_exists == IfExists::Replace {
            return Ok(false);
        }
        let rows = match self.listed(&file.target).await {
            // The upload will create the project.
            Err(error) if error.code() == Code::ProjectNotFound => return Ok(false),
            listed => listed?.attachments,
        };
        let Some(row) = rows.iter().find(|row| *row.file_name == *file.file_name) else { return Ok(false) };
        if file.if_exists == IfExists::Error {
            let values: [&str; 2] = [&row.file_name, &decimal(row.file_size)];
            let message = fill("There is an attachment named \"{}\" already ({} bytes)", &values);
            return Err(Error::new(Code::AlreadyExists, message));
        }
        Ok(row.file_size == file.bytes.size())
    }

    /// Opens the upload. Gives also when that was asked for.
    async fn start(&self, file: &UploadRequest<BytesOf<H>>, parts: u32) -> Result<(OpenedUploadOf<H>, f64), Error> {
        let path = self.session.settings.api_url.path_parameter();
        let body = requests::upload_start(&file.key(), parts, &path);
        // In direct mode the backend cannot build a link for a name with braces, today or tomorrow.
        let repeat = RetryPolicy::UnlessNameIsRejected { name: &file.file_name, linked: true };
        let answer = self.post("/v1/private/attachment/upload-start", body, repeat).await?;
        let opened = answer.get(responses::opened_upload)?;
        if let OpenedUpload::Parts { urls, .. } = &opened
            && let (asked, got) = (u64::from(parts), urls.len() as u64)
            && asked != got
        {
            let values: [&str; 2] = [&decimal(asked), &decimal(got)];
            let message = fill("upload-start: asked for {} part URLs, got {}; nothing was sent", &values);
            return Err(Error::new(Code::ApiError, message).with_attempts(answer.attempts, false));
        }
        Ok((opened, answer.requested_at))
    }

    /// Direct mode: the whole file in one request to the backend, at an address made from the fields.
    async fn upload_direct(&self, pool: &Pool<H>, file: &UploadRequest<BytesOf<H>>) -> Result<(), Error> {
        let query = [
            ("file_name", &*file.file_name),
            ("mime_type", &file.mime_type),
            ("entity_type", file.target.entity_type.as_str()),
            ("entity_id", &file.target.entity_id),
            ("project_name", &file.target.project_name),
        ];
        let to = Destination::Backend(self.session.settings.api_url.endpoint("/v1/private/attachment/upload", &query));
        let flight = PartProgress::new(&pool.meter, &file.file_name);
        let _lane = pool.lanes.acquire().await;
        let repeat = RetryPolicy::UnlessNameIsRejected { name: &file.file_name, linked: false };
        self.put(to, file.bytes.slice(0, file.bytes.size()), &flight, repeat).await.map(drop).map_err(damaged)
    }

    /// Sends bytes, until they have arrived. Gives the `ETag` and the number of attempts.
    pub(super) async fn put(
        &self,
        to: Destination,
        bytes: BytesOf<H>,
        flight: &Rc<PartProgress<H>>,
        repeat: RetryPolicy<'_>,
    ) -> Result<(Option<String>, u32), Error> {
        let size = bytes.size();
        let timeouts = Timeouts::for_bytes(self.session.settings.tuning.stall_ms, size);
        let request = Request::new(Method::Put, to, Payload::Bytes(bytes));
        let answer = self.send(request, Watch { timeouts, sent: flight.sent() }, repeat).await?;
        flight.commit(size);
        Ok((answer.etag, answer.attempts))
    }
}

/// In direct mode there is no completion to leave out.
fn damaged(error: Error) -> Error {
    if error.code() != Code::FileChanged {
        return error;
    }
    error.with_hint("A damaged copy may be stored now. Upload the file again, or delete the attachment.")
}

impl<B: Bytes> UploadRequest<B> {
    pub(super) fn key(&self) -> UploadKey<'_> {
        UploadKey { target: &self.target, file_name: &self.file_name, mime_type: &self.mime_type }
    }

    fn outcome(&self, status: UploadStatus) -> UploadedAttachment {
        UploadedAttachment {
            file_name: self.file_name.as_ref().to_owned(),
            file_size: self.bytes.size(),
            mime_type: self.mime_type.clone(),
            status,
        }
    }
}

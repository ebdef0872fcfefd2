//! Uploads one file: opens the upload, sends the bytes to the backend or to the store, and completes it.

use super::completion::Completer;
use super::host::{Bytes, Host, HttpClient, Response};
use super::lister::Lister;
use super::parts::{Parts, PartsUploader};
use super::progress::PartProgress;
use super::transport::{RetryPolicy, Transport};
use super::upload_pool::{UploadPool, put};
use super::upload_request::{IfExists, UploadRequest};
use crate::core::error::{Code, Error, Refusal};
use crate::core::http::request::Destination;
use crate::core::opik::attachment::{UploadStatus, UploadedAttachment};
use crate::core::opik::upload_start::OpenedUpload;
use crate::core::opik::{upload, upload_start};
use crate::core::text::strings::{decimal, fill};
use crate::core::transfer::part_plan::PartPlan;

type BytesOf<H> = <H as HttpClient>::Bytes;
type OpenedUploadOf<H> = OpenedUpload<<<H as HttpClient>::Response as Response>::Json>;

/// Uploads one file.
pub(super) struct Uploader<'a, H>(pub(super) &'a Transport<H>);

impl<H: Host + 'static> Uploader<'_, H> {
    /// Uploads `file`, replacing one of the same name unless told otherwise.
    ///
    /// # Errors
    /// `ALREADY_EXISTS`, `FILE_TOO_LARGE`, `FILE_CHANGED`, `FILE_UNREADABLE`, `ETAG_NOT_EXPOSED`, `URL_EXPIRED`, or as for
    /// every request.
    pub(super) async fn upload(self, file: &UploadRequest<BytesOf<H>>) -> Result<UploadedAttachment, Error> {
        let pool = UploadPool::new(self.0, Some(file.bytes.size()));
        let uploaded = self.upload_with(&pool, file, &|_| ()).await?;
        pool.tracker.finished(&file.file_name);
        Ok(uploaded)
    }

    /// Uploads `file` with the permits of `pool`. Calls `demand`, whenever it changes, with the number of requests that it
    /// could send concurrently.
    pub(super) async fn upload_with(
        &self,
        pool: &UploadPool<H>,
        file: &UploadRequest<BytesOf<H>>,
        demand: &dyn Fn(u32),
    ) -> Result<UploadedAttachment, Error> {
        let tuning = &self.0.session.settings.tuning;
        let plan = PartPlan::new(file.bytes.size(), tuning.part_size, tuning.concurrency)?;
        let permit = pool.semaphore.acquire().await;
        let there = self.exists_already(file).await?;
        drop(permit);
        if there {
            PartProgress::new(&pool.tracker, &file.file_name).commit(file.bytes.size());
            return Ok(file.outcome(UploadStatus::Skipped));
        }
        // The URLs of an upload expire together and cannot be renewed, so an upload that is too slow for them restarts. Once.
        let mut has_restarted = false;
        loop {
            let permit = pool.semaphore.acquire().await;
            let (opened, requested_at) = self.start(file, plan.count()).await?;
            drop(permit);
            match opened {
                OpenedUpload::Direct => self.upload_direct(pool, file).await?,
                OpenedUpload::Parts { upload_id, urls } => {
                    let parts = Parts { plan: &plan, urls: &urls, requested_at, demand };
                    match PartsUploader(self.0).upload_parts(pool, file, &parts).await {
                        Ok(uploaded) => {
                            let _permit = pool.semaphore.acquire().await;
                            Completer(self.0).complete(file, &upload_id, uploaded).await?;
                        }
                        Err(error) if error.refusal() == Refusal::PresignedUrl && !has_restarted => {
                            has_restarted = true;
                            // None was sent if the URLs were too old by then.
                            let attempts = error.details().attempts.max(1);
                            self.0.notify_restart(attempts, error);
                            continue;
                        }
                        Err(error) => return Err(error),
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
        let rows = match Lister(self.0).listed(&file.target).await {
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
        let path = self.0.api_url().path_parameter();
        let request = upload_start::request(self.0.api_url(), &file.key(), parts, &path);
        // In direct mode the backend cannot build a link for a name with braces, today or tomorrow.
        let policy = RetryPolicy::UnlessNameIsRejected { name: &file.file_name, linked: true };
        let answer = self.0.send(request, self.0.options(), policy).await?;
        let opened = answer.get(upload_start::opened_upload)?;
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
    async fn upload_direct(&self, pool: &UploadPool<H>, file: &UploadRequest<BytesOf<H>>) -> Result<(), Error> {
        let to = Destination::Backend(upload::url(self.0.api_url(), &file.key()));
        let part_progress = PartProgress::new(&pool.tracker, &file.file_name);
        let _permit = pool.semaphore.acquire().await;
        let policy = RetryPolicy::UnlessNameIsRejected { name: &file.file_name, linked: false };
        put(self.0, to, file.bytes.slice(0, file.bytes.size()), &part_progress, policy).await.map(drop).map_err(damaged)
    }
}

/// In direct mode there is no completion to leave out.
fn damaged(error: Error) -> Error {
    if error.code() != Code::FileChanged {
        return error;
    }
    error.with_hint("A damaged copy may be stored now. Upload the file again, or delete the attachment.")
}

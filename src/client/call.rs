//! One public call: what users ask for, handed to the flow that does it.

use std::future::Future;
use std::rc::Rc;

use super::deleter::Deleter;
use super::download_source::DownloadRequest;
use super::download_stream::Download;
use super::downloader::Downloader;
use super::host::{Host, HttpClient, Response};
use super::lister::Lister;
use super::session::Session;
use super::transport::Transport;
use super::upload_all::{QueueUploader, QueuedFile};
use super::upload_request::UploadRequest;
use super::uploader::Uploader;
use crate::core::error::{Error, Operation};
use crate::core::opik::attachment::{Attachment, UploadedAttachment};
use crate::core::opik::target::AttachmentTarget;

type BytesOf<H> = <H as HttpClient>::Bytes;
type JsonOf<H> = <<H as HttpClient>::Response as Response>::Json;

/// One public call: the shared session, the host it runs on, and the name it goes by in errors. Dropping the future of a
/// method cancels it at the next point where it waits.
pub struct Call<H>(Transport<H>);

impl<H: Host + 'static> Call<H> {
    /// Starts a call; nothing is sent before the future of a method is polled.
    pub fn new(session: Rc<Session>, host: Rc<H>, operation: Operation) -> Self {
        Self(Transport::new(session, host, operation))
    }

    /// Lists all attachments of `target`.
    ///
    /// # Errors
    /// `PROJECT_NOT_FOUND`, or as for every request.
    pub fn list(&self, target: &AttachmentTarget) -> impl Future<Output = Result<Vec<Attachment<JsonOf<H>>>, Error>> {
        Lister(&self.0).list(target)
    }

    /// Opens `wanted` for reading.
    ///
    /// # Errors
    /// `ATTACHMENT_NOT_FOUND`, `PROJECT_NOT_FOUND`, `URL_EXPIRED`, `CORRUPTED`, or as for every request.
    pub fn download(&self, wanted: DownloadRequest) -> impl Future<Output = Result<Download<H>, Error>> {
        Downloader(&self.0).download(wanted)
    }

    /// Uploads `file`, replacing one of the same name unless told otherwise.
    ///
    /// # Errors
    /// `ALREADY_EXISTS`, `FILE_TOO_LARGE`, `FILE_CHANGED`, `FILE_UNREADABLE`, `ETAG_NOT_EXPOSED`, `URL_EXPIRED`, or as for
    /// every request.
    pub fn upload(&self, file: &UploadRequest<BytesOf<H>>) -> impl Future<Output = Result<UploadedAttachment, Error>> {
        Uploader(&self.0).upload(file)
    }

    /// Uploads one file, once its name is free.
    ///
    /// # Errors
    /// As [`Self::upload`], or as opening it.
    pub fn upload_queued_file(
        &self,
        file: QueuedFile<BytesOf<H>>,
    ) -> impl Future<Output = Result<UploadedAttachment, Error>> {
        QueueUploader(&self.0).upload_queued_file(file)
    }

    /// Uploads `files`: one result each, in order. One that fails, or cannot be tried, does not stop the others.
    pub fn upload_all(
        &self,
        files: Vec<Result<QueuedFile<BytesOf<H>>, Error>>,
    ) -> impl Future<Output = Vec<Result<UploadedAttachment, Error>>> {
        QueueUploader(&self.0).upload_all(files)
    }

    /// Deletes `file_names` of `target`. Names that are not there are no error.
    ///
    /// # Errors
    /// `PROJECT_NOT_FOUND`, or as for every request.
    pub fn delete(&self, target: &AttachmentTarget, file_names: &[String]) -> impl Future<Output = Result<(), Error>> {
        Deleter(&self.0).delete(target, file_names)
    }
}

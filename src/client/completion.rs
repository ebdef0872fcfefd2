//! Completes an upload in object-store mode, and finds out whether it was completed when the answer does not say.

use super::host::{Bytes, Host, HttpClient, Response, SendOptions};
use super::lister::Lister;
use super::parts::UploadedParts;
use super::transport::{RetryPolicy, Transport};
use super::upload_request::UploadRequest;
use crate::core::error::Error;
use crate::core::http::etag::opaque_etag;
use crate::core::http::request::{Destination, Method, Payload, Request};
use crate::core::opik::upload_complete::{self, UploadedPart};
use crate::core::retry::timeouts::Timeouts;
use crate::core::text::strings::{decimal, fill};
use crate::core::transfer::multipart_etag::{is_multipart_etag, multipart_etag};

type BytesOf<H> = <H as HttpClient>::Bytes;

/// Completes uploads in object-store mode.
pub(super) struct Completer<'a, H>(pub(super) &'a Transport<H>);

impl<H: Host + 'static> Completer<'_, H> {
    /// Makes an attachment of the parts.
    ///
    /// # Errors
    /// As for every request. Not when the completion was done although its answer says otherwise, or was lost.
    pub(super) async fn complete(
        &self,
        file: &UploadRequest<BytesOf<H>>,
        upload_id: &str,
        uploaded: UploadedParts<H>,
    ) -> Result<(), Error> {
        let size = file.bytes.size();
        let key = file.key();
        let request = upload_complete::request(self.0.api_url(), &key, size, upload_id, &uploaded.parts);
        let timeouts = Timeouts::for_completion(self.0.session.settings.tuning.stall_ms);
        let options = SendOptions { timeouts, sent: None };
        let policy = RetryPolicy::UnlessNameIsRejected { name: &file.file_name, linked: false };
        let mut failures = 0;
        // Whether an attempt may have been done. A later one may then be refused for that very reason.
        let mut ambiguous = false;
        loop {
            let Err(failed) = self.0.send_once(&request, &options).await else {
                self.0.session.retry_budget.earn(failures > 0);
                break;
            };
            ambiguous |= failed.transient;
            let again = self.0.retry(&mut failures, policy.apply(failed)).await;
            if !ambiguous {
                again?;
                continue;
            }
            // The last look is a thorough one.
            let once;
            let looking = if again.is_ok() {
                once = self.0.once();
                Completer(&once)
            } else {
                Completer(self.0)
            };
            match (looking.look_up(file, &uploaded.parts, again.is_err()).await, again) {
                (Stored::This, _) => break,
                (Stored::Perhaps(hint), Err(error)) => return Err(error.prepend_hint(&hint)),
                (_, again) => again?,
            }
        }
        uploaded.part_progress.commit(size);
        Ok(())
    }

    /// Whether the file is there: the name, the size, and the store's tag. An older file of the same size must not pass
    /// for it, and so where the tag does not follow from the parts nothing is certain.
    async fn look_up(&self, file: &UploadRequest<BytesOf<H>>, parts: &[UploadedPart], is_last: bool) -> Stored {
        let expected = multipart_etag(parts);
        if expected.is_none() && !is_last {
            return Stored::No;
        }
        let Ok(listed) = Lister(self.0).listed(&file.target).await else { return Stored::No };
        let mut rows = listed.attachments.iter();
        let row = rows.find(|row| *row.file_name == *file.file_name && row.file_size == file.bytes.size());
        let Some(row) = row else { return Stored::No };
        let tag = match expected {
            Some(_) => self.object_etag(row.link(), row.file_size).await,
            None => None,
        };
        match tag {
            Some(tag) if expected.is_some_and(|expected| expected == opaque_etag(&tag)) => Stored::This,
            Some(tag) if is_multipart_etag(&tag) => Stored::No,
            _ => Stored::Perhaps(fill(
                "It may be there all the same: the list has \"{}\" with {} bytes, by its ETag perhaps this file, perhaps \
                 an older one.",
                &[&row.file_name, &decimal(row.file_size)],
            )),
        }
    }

    /// The tag of a stored object, if it can be had.
    async fn object_etag(&self, link: String, size: u64) -> Option<String> {
        let mut request = Request::new(Method::Get, Destination::PresignedFile(link), Payload::None);
        // A HEAD would need a signature of its own.
        request.range = (size > 0).then(|| "bytes=0-0".to_owned());
        let mut failures = 0;
        loop {
            // Unread: a store may send the whole file instead.
            let failed = match self.0.open(&request, &self.0.options()).await {
                Ok(reply) => return reply.header("etag"),
                Err(failed) => failed,
            };
            if self.0.retry(&mut failures, failed).await.is_err() {
                return None;
            }
        }
    }
}

/// What was found of an upload whose completion has no clear answer.
enum Stored {
    /// This file.
    This,
    /// A file that may be this one; says so.
    Perhaps(String),
    /// Nothing that could be this one.
    No,
}

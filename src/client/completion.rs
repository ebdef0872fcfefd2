//! Completes an upload in object-store mode, and finds out whether it was completed when the answer does not say.

use super::call::Call;
use super::host::{Bytes, Host, Reply, Transport, Watch};
use super::parts::UploadedParts;
use super::transport::RetryPolicy;
use super::uploader::UploadRequest;
use crate::core::error::Error;
use crate::core::http::etag::opaque_etag;
use crate::core::http::request::{Destination, Method, Payload, Request};
use crate::core::opik::requests::{self, UploadedPart};
use crate::core::retry::timeouts::Timeouts;
use crate::core::text::strings::{decimal, fill};
use crate::core::transfer::multipart_etag::{is_multipart_etag, multipart_etag};

type BytesOf<H> = <H as Transport>::Bytes;

impl<H: Host + 'static> Call<H> {
    /// Makes an attachment of the parts.
    ///
    /// # Errors
    /// As for every request. Not when the completion was done although its answer says otherwise, or was lost.
    pub(super) async fn complete(
        &self,
        file: &UploadRequest<BytesOf<H>>,
        upload_id: &str,
        flown: UploadedParts<H>,
    ) -> Result<(), Error> {
        let size = file.bytes.size();
        let key = file.key();
        let body = requests::upload_complete(&key, size, upload_id, &flown.parts);
        let mut request = self.post_request("/v1/private/attachment/upload-complete", body);
        request.expects_empty_body = true;
        let timeouts = Timeouts::for_completion(self.session.settings.tuning.stall_ms);
        let watch = Watch { timeouts, sent: None };
        let repeat = RetryPolicy::UnlessNameIsRejected { name: &file.file_name, linked: false };
        let mut failures = 0;
        // Whether an attempt may have been done. A later one may then be refused for that very reason.
        let mut ambiguous = false;
        loop {
            let Err(failed) = self.send_once(&request, &watch).await else {
                self.session.retry_budget.earn(failures > 0);
                break;
            };
            ambiguous |= failed.transient;
            let again = self.again(&mut failures, repeat.apply(failed)).await;
            if !ambiguous {
                again?;
                continue;
            }
            // The last look is a thorough one.
            let looking = if again.is_ok() { self.once() } else { self.clone() };
            match (looking.look_up(file, &flown.parts, again.is_err()).await, again) {
                (Stored::This, _) => break,
                (Stored::Perhaps(hint), Err(error)) => return Err(error.prepend_hint(&hint)),
                (_, again) => again?,
            }
        }
        flown.flight.commit(size);
        Ok(())
    }

    /// Whether the file is there: the name, the size, and the store's tag. An older file of the same size must not pass
    /// for it, and so where the tag does not follow from the parts nothing is certain.
    async fn look_up(&self, file: &UploadRequest<BytesOf<H>>, parts: &[UploadedPart], is_last: bool) -> Stored {
        let expected = multipart_etag(parts);
        if expected.is_none() && !is_last {
            return Stored::No;
        }
        let Ok(listed) = self.listed(&file.target).await else { return Stored::No };
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
            let failed = match self.open(&request, &self.watch()).await {
                Ok(reply) => return reply.header("etag"),
                Err(failed) => failed,
            };
            if self.again(&mut failures, failed).await.is_err() {
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

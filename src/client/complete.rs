//! Completes an upload in object-store mode, and finds out whether it was completed when the answer does not say.

use super::call::Call;
use super::host::{Bytes, Host, Reply, Transport, Watch};
use super::parts::Flown;
use super::send::Repeat;
use super::upload::UploadRequest;
use crate::core::error::Error;
use crate::core::http::{Destination, Method, Payload, Request};
use crate::core::multipart_tag::multipart_tag;
use crate::core::patience::Patience;
use crate::core::requests::{self, UploadedPart};

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
        flown: Flown<H>,
    ) -> Result<(), Error> {
        let size = file.bytes.size();
        let key = file.key();
        let body = requests::upload_complete(&key, size, upload_id, &flown.parts);
        let request = self.post_request("/v1/private/attachment/upload-complete", body);
        let patience = Patience::for_completion(self.session.settings.tuning.stall_ms);
        let watch = Watch { patience, sent: None };
        let repeat = Repeat::ForName { name: &file.file_name, linked: false };
        let mut failures = 0;
        // Whether an attempt may have been done. A later one may then be refused for that very reason.
        let mut ambiguous = false;
        loop {
            let Err(failed) = self.send_once(&request, &watch).await else {
                self.session.retry_budget.earn(failures > 0);
                break;
            };
            ambiguous |= failed.transient;
            let again = self.again(&mut failures, repeat.judge(failed)).await;
            // The last look is a thorough one.
            let looking = if again.is_ok() { self.once() } else { self.clone() };
            if ambiguous && looking.is_stored(file, &flown.parts).await {
                break;
            }
            again?;
        }
        flown.flight.keep(size);
        Ok(())
    }

    /// Whether the file is certainly there: the name, the size, and the store's tag. An older file of the same size must
    /// not pass for it, and so where the tag does not follow from the parts nothing is certain.
    async fn is_stored(&self, file: &UploadRequest<BytesOf<H>>, parts: &[UploadedPart]) -> bool {
        let Some(expected) = multipart_tag(parts) else { return false };
        let Ok(rows) = self.list(&file.target).await else { return false };
        let row = rows.iter().find(|row| *row.file_name == *file.file_name && row.file_size == file.bytes.size());
        let Some(row) = row else { return false };
        let mut request = Request::new(Method::Get, Destination::Elsewhere(row.link()), Payload::None);
        // A HEAD would need a signature of its own.
        request.range = (file.bytes.size() > 0).then(|| "bytes=0-0".to_owned());
        let mut failures = 0;
        loop {
            // Unread: a store may send the whole file instead.
            let failed = match self.open(&request, &self.watch()).await {
                Ok(reply) => return reply.header("etag").is_some_and(|tag| tag.trim_matches('"') == expected),
                Err(failed) => failed,
            };
            if self.again(&mut failures, failed).await.is_err() {
                return false;
            }
        }
    }
}

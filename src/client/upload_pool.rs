//! What the uploads of one public call share: the limit of requests under way, and progress.

use std::rc::Rc;

use super::host::{Bytes, Host, HttpClient, SendOptions};
use super::progress::{PartProgress, ProgressTracker};
use super::semaphore::Semaphore;
use super::transport::{RetryPolicy, Transport};
use crate::core::error::Error;
use crate::core::http::request::{Destination, Method, Payload, Request};
use crate::core::retry::timeouts::Timeouts;

type BytesOf<H> = <H as HttpClient>::Bytes;

/// What the uploads of one public call share.
pub(super) struct UploadPool<H> {
    /// One for each request that may be under way.
    pub(super) semaphore: Semaphore,
    pub(super) tracker: Rc<ProgressTracker<H>>,
}

impl<H: Host + 'static> UploadPool<H> {
    /// Files of `total` bytes together, if that is known.
    pub(super) fn new(transport: &Transport<H>, total: Option<u64>) -> Self {
        let semaphore = Semaphore::new(transport.session.settings.tuning.concurrency);
        Self { semaphore, tracker: ProgressTracker::new(&transport.host, total) }
    }
}

/// Sends bytes, until they have arrived. Gives the `ETag` and the number of attempts.
pub(super) async fn put<H: Host + 'static>(
    transport: &Transport<H>,
    to: Destination,
    bytes: BytesOf<H>,
    part_progress: &Rc<PartProgress<H>>,
    policy: RetryPolicy<'_>,
) -> Result<(Option<String>, u32), Error> {
    let size = bytes.size();
    let timeouts = Timeouts::for_bytes(transport.session.settings.tuning.stall_ms, size);
    let request = Request::new(Method::Put, to, Payload::Bytes(bytes));
    let answer = transport.send(request, SendOptions { timeouts, sent: part_progress.sent() }, policy).await?;
    part_progress.commit(size);
    Ok((answer.etag, answer.attempts))
}

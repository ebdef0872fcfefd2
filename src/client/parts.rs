//! The parts of one upload in object-store mode, several under way at once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::host::{Bytes, Host, HttpClient};
use super::join;
use super::progress::PartProgress;
use super::transport::{RetryPolicy, Transport};
use super::upload_pool::{UploadPool, put};
use super::upload_request::UploadRequest;
use crate::core::error::network_hint::missing_etag_hint;
use crate::core::error::{Code, Error, Refusal};
use crate::core::http::request::Destination;
use crate::core::json::Json;
use crate::core::opik::upload_complete::UploadedPart;
use crate::core::text::strings::{decimal, fill};
use crate::core::transfer::part_plan::PartPlan;
use crate::core::transfer::presign_expiry::presign_expiry_seconds;

/// An upload that the backend has opened.
pub(super) struct Parts<'a, J> {
    pub(super) plan: &'a PartPlan,
    /// One for each part of the plan.
    pub(super) urls: &'a [J],
    /// A moment before they were signed.
    pub(super) requested_at: f64,
    /// Is told how many parts are still to be done.
    pub(super) demand: &'a dyn Fn(u32),
}

/// All parts of an upload, which the store has now.
pub(super) struct UploadedParts<H: Host> {
    pub(super) parts: Vec<UploadedPart>,
    /// Their bytes, which count only once the upload is completed.
    pub(super) part_progress: Rc<PartProgress<H>>,
}

type BytesOf<H> = <H as HttpClient>::Bytes;

/// What the workers of one upload share.
struct Work<'a, H: Host, J> {
    transport: &'a Transport<H>,
    pool: &'a UploadPool<H>,
    file: &'a UploadRequest<BytesOf<H>>,
    parts: &'a Parts<'a, J>,
    deadline: Option<Deadline>,
    /// The first part that nobody has taken.
    next: Cell<u32>,
    /// Parts that are not done.
    left: Cell<u32>,
    /// Parts that are, in their order: the completion wants them so. (Sorting them at the end would cost four kilobytes
    /// in the browser.)
    done: RefCell<Vec<UploadedPart>>,
    part_progress: Rc<PartProgress<H>>,
}

struct Deadline {
    at: f64,
    seconds: u64,
}

/// Uploads the parts of a file.
pub(super) struct PartsUploader<'a, H>(pub(super) &'a Transport<H>);

impl<H: Host + 'static> PartsUploader<'_, H> {
    /// Sends every part to its URL. Each takes a permit, and the next part starts as soon as one is free.
    pub(super) async fn upload_parts<J: Json>(
        &self,
        pool: &UploadPool<H>,
        file: &UploadRequest<BytesOf<H>>,
        parts: &Parts<'_, J>,
    ) -> Result<UploadedParts<H>, Error> {
        let first = parts.urls.first().and_then(Json::string);
        let deadline = first
            .and_then(|url| presign_expiry_seconds(&url))
            .map(|seconds| Deadline { at: parts.requested_at + seconds as f64 * 1000.0, seconds });
        let count = parts.plan.count();
        let work = Work {
            transport: self.0,
            pool,
            file,
            parts,
            deadline,
            next: Cell::new(0),
            left: Cell::new(count),
            done: RefCell::default(),
            part_progress: PartProgress::new(&pool.tracker, &file.file_name),
        };
        (parts.demand)(count);
        let workers = count.min(self.0.session.settings.tuning.concurrency);
        join::try_join_all((0..workers).map(|_| Box::pin(work.work())).collect()).await?;
        Ok(UploadedParts { parts: work.done.take(), part_progress: work.part_progress })
    }
}

impl<H: Host + 'static, J: Json> Work<'_, H, J> {
    /// Sends parts until there are none left to take.
    async fn work(&self) -> Result<(), Error> {
        loop {
            let _lane = self.pool.semaphore.acquire().await;
            let index = self.next.get();
            let (Some(part), Some(url)) = (self.parts.plan.part(index), self.parts.urls.get(index as usize)) else {
                return Ok(());
            };
            self.next.set(index + 1);
            if let Some(seconds) = self.expired_after() {
                return Err(expired(seconds));
            }
            let bytes = self.file.bytes.slice(part.start, part.end);
            let part_progress = PartProgress::new(&self.pool.tracker, &self.file.file_name);
            let to = Destination::PresignedPart(url.string().unwrap_or_default());
            let (etag, attempts) = put(self.transport, to, bytes, &part_progress, RetryPolicy::Transient)
                .await
                .map_err(|error| self.with_expiry(error))?;
            let etag = etag.ok_or_else(|| {
                let hint = missing_etag_hint(&self.transport.host.runtime_info(), &url.string().unwrap_or_default());
                etag_not_exposed(attempts).with_hint(hint)
            })?;
            self.part_progress.add_committed(part.end - part.start);
            self.note(UploadedPart { etag, number: part.number });
            self.left.set(self.left.get() - 1);
            // The last one stays until the completion, which is a request, too.
            (self.parts.demand)(self.left.get().max(1));
        }
    }

    fn note(&self, part: UploadedPart) {
        let mut done = self.done.borrow_mut();
        let place = done.partition_point(|known| known.number < part.number);
        done.insert(place, part);
    }

    /// The lifetime of the URLs, if it is over.
    fn expired_after(&self) -> Option<u64> {
        self.deadline
            .as_ref()
            .filter(|deadline| self.transport.host.now_ms() >= deadline.at)
            .map(|deadline| deadline.seconds)
    }

    /// A store may say in many ways that a URL has expired: by then every refusal of one is taken for that.
    fn with_expiry(&self, error: Error) -> Error {
        let is_late = error.refusal() == Refusal::PresignedUrl && self.expired_after().is_some();
        if is_late { error.with_code(Code::UrlExpired) } else { error }
    }
}

fn expired(seconds: u64) -> Error {
    let message = fill("The part URLs died before all parts were sent: they work for {} seconds", &[&decimal(seconds)]);
    Error::new(Code::UrlExpired, message).with_refusal(Refusal::PresignedUrl).with_hint(
        "Opik's S3_PRESIGN_URL_TIMEOUT says how long they work; a higher concurrency may make the upload faster.",
    )
}

fn etag_not_exposed(attempts: u32) -> Error {
    let message =
        "The store took a part, but its answer has no readable ETag, without which the upload cannot be completed";
    Error::new(Code::EtagNotExposed, message).with_attempts(attempts, false)
}

//! The parts of one upload in object-store mode, several under way at once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::call::Call;
use super::host::{Bytes, Host, Transport};
use super::join;
use super::progress::PartProgress;
use super::transport::RetryPolicy;
use super::uploader::{Pool, UploadRequest};
use crate::core::error::network_hint::missing_etag_hint;
use crate::core::error::{Code, Error};
use crate::core::http::request::Destination;
use crate::core::json::Json;
use crate::core::opik::requests::UploadedPart;
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
    pub(super) flight: Rc<PartProgress<H>>,
}

/// Why not all parts could be sent.
pub(super) struct PartsError {
    pub(super) error: Error,
    /// Whether new URLs may help.
    pub(super) urls_expired: bool,
}

impl From<Error> for PartsError {
    fn from(error: Error) -> Self {
        Self { error, urls_expired: false }
    }
}

type BytesOf<H> = <H as Transport>::Bytes;

/// What the workers of one upload share.
struct Work<'a, H: Host, J> {
    call: &'a Call<H>,
    pool: &'a Pool<H>,
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
    flight: Rc<PartProgress<H>>,
}

struct Deadline {
    at: f64,
    seconds: u64,
}

impl<H: Host + 'static> Call<H> {
    /// Sends every part to its URL. A lane is taken for each, and the next part starts as soon as one is free.
    pub(super) async fn upload_parts<J: Json>(
        &self,
        pool: &Pool<H>,
        file: &UploadRequest<BytesOf<H>>,
        parts: &Parts<'_, J>,
    ) -> Result<UploadedParts<H>, PartsError> {
        let first = parts.urls.first().and_then(Json::string);
        let deadline = first
            .and_then(|url| presign_expiry_seconds(&url))
            .map(|seconds| Deadline { at: parts.requested_at + seconds as f64 * 1000.0, seconds });
        let count = parts.plan.count();
        let work = Work {
            call: self,
            pool,
            file,
            parts,
            deadline,
            next: Cell::new(0),
            left: Cell::new(count),
            done: RefCell::default(),
            flight: PartProgress::new(&pool.meter, &file.file_name),
        };
        (parts.demand)(count);
        let workers = count.min(self.session.settings.tuning.concurrency);
        join::try_join_all((0..workers).map(|_| Box::pin(work.work())).collect()).await?;
        Ok(UploadedParts { parts: work.done.take(), flight: work.flight })
    }
}

impl<H: Host + 'static, J: Json> Work<'_, H, J> {
    /// Sends parts until there are none left to take.
    async fn work(&self) -> Result<(), PartsError> {
        loop {
            let _lane = self.pool.lanes.acquire().await;
            let index = self.next.get();
            let (Some(part), Some(url)) = (self.parts.plan.part(index), self.parts.urls.get(index as usize)) else {
                return Ok(());
            };
            self.next.set(index + 1);
            if let Some(seconds) = self.expired_after() {
                return Err(PartsError { error: expired(seconds), urls_expired: true });
            }
            let bytes = self.file.bytes.slice(part.start, part.end);
            let flight = PartProgress::new(&self.pool.meter, &self.file.file_name);
            let to = Destination::PresignedPart(url.string().unwrap_or_default());
            let (etag, attempts) =
                self.call.put(to, bytes, &flight, RetryPolicy::Transient).await.map_err(|error| self.refused(error))?;
            let etag = etag.ok_or_else(|| {
                let hint = missing_etag_hint(&self.call.host.runtime_info(), &url.string().unwrap_or_default());
                etag_not_exposed(attempts).with_hint(hint)
            })?;
            self.flight.add_committed(part.end - part.start);
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
            .filter(|deadline| self.call.host.now_ms() >= deadline.at)
            .map(|deadline| deadline.seconds)
    }

    /// Every 403 is taken for a URL that has died: a store may say so in many ways.
    fn refused(&self, error: Error) -> PartsError {
        let urls_expired = error.status() == Some(403) || error.code() == Code::UrlExpired;
        let late = urls_expired && self.expired_after().is_some();
        PartsError { error: if late { error.with_code(Code::UrlExpired) } else { error }, urls_expired }
    }
}

fn expired(seconds: u64) -> Error {
    let message = fill("The part URLs died before all parts were sent: they work for {} seconds", &[&decimal(seconds)]);
    Error::new(Code::UrlExpired, message).with_hint(
        "Opik's S3_PRESIGN_URL_TIMEOUT says how long they work; a higher concurrency may make the upload faster.",
    )
}

fn etag_not_exposed(attempts: u32) -> Error {
    let message =
        "The store took a part, but its answer has no readable ETag, without which the upload cannot be completed";
    Error::new(Code::EtagNotExposed, message).with_attempts(attempts, false)
}

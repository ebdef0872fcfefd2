//! The host that the flows run on in the model: every request goes through the plan of faults to the model of Opik, takes
//! its time, and leaves a note.

use std::cell::{Cell, RefCell};
use std::future::ready;
use std::rc::Rc;

use opik_attachments::client::host::{Bytes, Clock, HttpClient, Observer, Random, RetryEvent, SendOptions};
use opik_attachments::core::error::Cause;
use opik_attachments::core::error::network_hint::RuntimeInfo;
use opik_attachments::core::http::request::{Headers, Redirect, Request};
use opik_attachments::core::transfer::progress::TransferProgress;

use super::answer::{Answer, Content};
use super::clock::SimulatedClock;
use super::faults::{Fault, Faults};
use super::opik::Opik;
use super::reply::{Arrival, End, SimulatedReply};
use super::sent_request::Asked;
use super::store::expired;
use super::virtual_bytes::Extent;
use crate::fixture::{API, KEY};

/// Pieces in which a body leaves.
const PIECES: u64 = 5;

/// More than any call of these tests has a reason to send.
const MOST_REQUESTS: usize = 11_000;

/// A host in the model.
pub(super) struct SimulatedHost {
    pub(super) clock: Rc<SimulatedClock>,
    pub(super) opik: RefCell<Opik>,
    faults: Faults,
    /// Bytes that leave in a millisecond, and bytes that come at once.
    pub(super) pace: u64,
    pub(super) chunk: u64,
    pub(super) sent: RefCell<Vec<Asked>>,
    /// The identities of the requests whose answer of success was read to its end.
    pub(super) succeeded: Rc<RefCell<Vec<String>>>,
    /// What went to the consumer of a download without the client.
    pub(super) straight: Rc<RefCell<Vec<Extent>>>,
    /// Whether anybody wants to know how far it is.
    pub(super) wants_progress: Cell<bool>,
    /// What was told of progress, and when.
    pub(super) told: RefCell<Vec<(u64, String, TransferProgress)>>,
    pub(super) in_flight: Rc<Cell<u32>>,
    pub(super) max_in_flight: Cell<u32>,
    chance: Cell<u64>,
}

/// A request that is under way until this is dropped.
pub(super) struct InFlight(Rc<Cell<u32>>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl SimulatedHost {
    pub(super) fn new(opik: Opik, faults: Faults, pace: u64, chunk: u64) -> Self {
        Self {
            clock: Rc::default(),
            opik: RefCell::new(opik),
            faults,
            pace,
            chunk,
            sent: RefCell::default(),
            succeeded: Rc::default(),
            straight: Rc::default(),
            wants_progress: Cell::new(true),
            told: RefCell::default(),
            in_flight: Rc::default(),
            max_in_flight: Cell::default(),
            chance: Cell::new(1),
        }
    }

    fn acquire(&self) -> InFlight {
        let now = self.in_flight.get() + 1;
        self.in_flight.set(now);
        self.max_in_flight.set(self.max_in_flight.get().max(now));
        InFlight(Rc::clone(&self.in_flight))
    }

    /// The body leaves, bit by bit.
    async fn carry(&self, bytes: Option<Extent>, watch: &SendOptions) {
        let size = bytes.map_or(0, |bytes| bytes.size());
        for piece in 1..=PIECES {
            self.clock.pass(1 + size / PIECES / self.pace).await;
            if let Some(sent) = &watch.sent {
                sent(size * piece / PIECES);
            }
        }
    }

    fn work(&self, asked: &Asked) -> Answer {
        self.opik.borrow_mut().answer(asked, self.clock.now())
    }

    /// What comes of a request with that fault in its way.
    async fn answer(&self, asked: &Asked, fault: Option<&Fault>, watch: &SendOptions) -> Result<Answer, Cause> {
        let to_store = !asked.url.starts_with(API);
        let is_done = |done: &bool| {
            if *done {
                drop(self.work(asked))
            }
        };
        match fault {
            Some(Fault::Refusal { status, wait_s, done }) => {
                is_done(done);
                let refusal = Answer::text(*status, "<html>sorry</html>");
                Ok(wait_s.map_or(refusal.clone(), |wait_s| refusal.header("retry-after", wait_s.to_string())))
            }
            Some(Fault::Silence { done }) => {
                is_done(done);
                Err(Cause::new((), "no answer"))
            }
            Some(Fault::Stall { done }) => {
                is_done(done);
                self.clock.pass(watch.timeouts.response_ms.into()).await;
                Err(Cause::new((), "stalled").as_stall())
            }
            Some(Fault::Expired { method, says_so }) if to_store && asked.method == *method => Ok(expired(*says_so)),
            Some(Fault::Replaced { more }) => {
                self.opik.borrow_mut().replace_all(*more);
                Ok(self.work(asked))
            }
            Some(Fault::Urls(more)) => Ok(with_urls(self.work(asked), *more)),
            Some(Fault::Tag(tag)) if to_store => {
                let mut answer = self.work(asked);
                answer.headers.retain(|(name, _)| *name != "etag");
                Ok(tag.iter().fold(answer, |answer, tag| answer.header("etag", *tag)))
            }
            _ => Ok(self.work(asked)),
        }
    }
}

/// The first `more` URLs twice, or as many less.
fn with_urls(mut answer: Answer, more: i32) -> Answer {
    if let Content::Text(text) = &mut answer.content
        && let Ok(mut document) = serde_json::from_str::<serde_json::Value>(text)
        && let Some(urls) = document.get_mut("pre_sign_urls").and_then(|urls| urls.as_array_mut())
    {
        match more {
            ..0 => urls.truncate(urls.len() - 1),
            _ => urls.extend_from_within(..1),
        }
        *text = document.to_string();
    }
    answer
}

impl HttpClient for SimulatedHost {
    type Bytes = Extent;
    type Response = SimulatedReply;

    async fn send(
        &self,
        request: &Request<'_, Extent>,
        headers: &Headers<'_>,
        _redirect: Redirect,
        watch: &SendOptions,
    ) -> Result<SimulatedReply, Cause> {
        let asked = Asked::new(request);
        let has = |name| headers.iter().any(|(known, _)| *known == name);
        let ours = asked.url.starts_with(&format!("{API}/v1/private/"));
        assert_eq!(headers.contains(&("Authorization", KEY)), ours, "credentials for {}", asked.url);
        assert!(ours || !has("Comet-Workspace"), "a workspace for {}", asked.url);
        self.sent.borrow_mut().push(asked.clone());
        assert!(self.sent.borrow().len() < MOST_REQUESTS, "requests without end");
        let in_flight = self.acquire();
        let fault = self.faults.next(&asked.identity());
        self.carry(asked.bytes, watch).await;
        let answer = self.answer(&asked, fault.as_ref(), watch).await?;
        self.clock.pass(10).await;

        let size = answer.content.size();
        let is_file = matches!(answer.content, Content::File(_));
        let (until, end) = match fault {
            Some(Fault::Cut(share)) => (share.of(size), End::Cut),
            Some(Fault::Hang(share)) => (share.of(size), End::Hang(watch.timeouts.stall_ms.into())),
            Some(Fault::Short(share)) if is_file => {
                let cut = share.of(size);
                // A body as long as `Content-Length` says is a whole answer, and that of another file to a page that does
                // not see that this one is compressed.
                let is_whole = answer.headers.contains(&("content-length", cut.to_string())) && cut < size;
                (cut - u64::from(is_whole), End::InGoodOrder)
            }
            _ => (size, End::InGoodOrder),
        };
        let (succeeded, identity) = (Rc::clone(&self.succeeded), asked.identity());
        let success = (200..300).contains(&answer.status);
        let read = Box::new(move || {
            if success {
                succeeded.borrow_mut().push(identity.clone())
            }
        });
        let (clock, straight) = (Rc::clone(&self.clock), Rc::clone(&self.straight));
        let arrival = Arrival { clock, until, end, chunk: self.chunk, _under_way: in_flight, read, straight };
        Ok(SimulatedReply { url: asked.url, answer, arrival })
    }

    fn runtime_info(&self) -> RuntimeInfo {
        let foreign = self.opik.borrow().rules.foreign;
        RuntimeInfo { page_origin: foreign.then(|| "https://page.example".to_owned()), ..RuntimeInfo::default() }
    }

    fn same_text(&self, one: &str, other: &str) -> bool {
        one == other
    }

    fn wait_online(&self) -> impl Future<Output = ()> {
        ready(())
    }
}

impl Clock for SimulatedHost {
    async fn sleep(&self, ms: u32) {
        self.clock.pass(ms.into()).await;
    }

    fn now_ms(&self) -> f64 {
        self.clock.now() as f64
    }

    fn ms_until(&self, _date: &str) -> Option<f64> {
        None
    }
}

impl Random for SimulatedHost {
    fn random(&self) -> f64 {
        // Any numbers will do that differ.
        self.chance.set((self.chance.get() * 48_271) % 0x7FFF_FFFF);
        self.chance.get() as f64 / f64::from(0x7FFF_FFFF)
    }
}

impl Observer for SimulatedHost {
    fn on_retry(&self, _retry: &RetryEvent<'_>) {}

    fn wants_progress(&self) -> bool {
        self.wants_progress.get()
    }

    fn on_progress(&self, file_name: &str, report: TransferProgress) {
        self.told.borrow_mut().push((self.clock.now(), file_name.to_owned(), report));
    }
}

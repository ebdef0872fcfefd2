//! A host that answers from a script and notes everything it is asked for.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{pending, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::thread;

use opik_attachments::client::host::{self, Clock, HttpClient, Observer, Random, Response, RetryEvent, SendOptions};
use opik_attachments::core::error::network_hint::RuntimeInfo;
use opik_attachments::core::error::{Cause, Code, Operation};
use opik_attachments::core::http::request::{Headers, Method, Payload, Redirect, Request};
use opik_attachments::core::json::Json as _;
use opik_attachments::core::retry::timeouts::Timeouts;
use opik_attachments::core::transfer::progress::TransferProgress;

use crate::fixture::{API, WORKSPACE};
use crate::host_values::{Blob, Body, ParsedJson};
use crate::step::{Answer, Piece, Scripted, Step};

/// All that this crate may send credentials to.
const ENDPOINTS: [&str; 8] = [
    "/v1/private/projects",
    "/v1/private/projects/retrieve",
    "/v1/private/attachment/list",
    "/v1/private/attachment/download",
    "/v1/private/attachment/upload",
    "/v1/private/attachment/upload-start",
    "/v1/private/attachment/upload-complete",
    "/v1/private/attachment/delete",
];

/// A request that was sent, as plain data.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
    pub(crate) redirect: Redirect,
    pub(crate) timeouts: Timeouts,
    /// When, by the host's clock.
    pub(crate) at_ms: f64,
}

/// What the observer was told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Told {
    pub(crate) operation: Operation,
    pub(crate) attempt: u32,
    pub(crate) delay_ms: u32,
    pub(crate) code: Code,
}

/// What [`Cause`] carries here: an exception of the host's own type.
#[derive(Debug, PartialEq)]
pub(crate) struct Exception(pub(crate) &'static str);

/// A host on which nothing happens but what the script says.
pub(crate) struct ScriptedHost {
    steps: RefCell<VecDeque<Step>>,
    api_key: Option<&'static str>,
    pub(crate) sent: RefCell<Vec<Sent>>,
    pub(crate) sleeps: RefCell<Vec<u32>>,
    pub(crate) told: RefCell<Vec<Told>>,
    pub(crate) random: Cell<f64>,
    pub(crate) sleeps_for_ever: Cell<bool>,
    pub(crate) runtime_info: RefCell<RuntimeInfo>,
    /// The clock, which only sleeping and [`Step::takes`] move.
    pub(crate) now_ms: Cell<f64>,
    /// Whether anyone wants to know of progress.
    pub(crate) wants_progress: Cell<bool>,
    pub(crate) progress: RefCell<Vec<(String, TransferProgress)>>,
    /// Whether nothing can be sent until [`Self::reconnect`].
    pub(crate) offline: Cell<bool>,
    waiting_for_network: RefCell<Option<Waker>>,
    /// Requests under way, and the most there have been.
    pub(crate) in_flight: Rc<Cell<usize>>,
    pub(crate) max_in_flight: Cell<usize>,
}

impl ScriptedHost {
    pub(crate) fn new(steps: impl IntoIterator<Item = Step>, api_key: Option<&'static str>) -> Self {
        Self {
            steps: RefCell::new(steps.into_iter().collect()),
            api_key,
            sent: RefCell::default(),
            sleeps: RefCell::default(),
            told: RefCell::default(),
            random: Cell::new(0.5),
            sleeps_for_ever: Cell::new(false),
            runtime_info: RefCell::default(),
            now_ms: Cell::new(1_000_000.0),
            wants_progress: Cell::default(),
            progress: RefCell::default(),
            offline: Cell::default(),
            waiting_for_network: RefCell::default(),
            in_flight: Rc::default(),
            max_in_flight: Cell::default(),
        }
    }

    pub(crate) fn reconnect(&self) {
        self.offline.set(false);
        if let Some(waker) = self.waiting_for_network.take() {
            waker.wake();
        }
    }

    fn pass(&self, ms: f64) {
        self.now_ms.set(self.now_ms.get() + ms);
    }

    /// Lets the script go on.
    pub(crate) fn expect(&self, steps: impl IntoIterator<Item = Step>) {
        self.steps.borrow_mut().extend(steps);
    }

    fn next(&self, sent: &Sent) -> Step {
        let number = self.sent.borrow().len();
        let Some(step) = self.steps.borrow_mut().pop_front() else {
            panic!("request {number} is one too many: {} {} with {:?}", sent.method.as_str(), sent.url, sent.body);
        };
        let expected = (step.method, &step.url, &step.body);
        assert_eq!((sent.method, &sent.url, &sent.body), expected, "request {number} is not the one in the script");
        step
    }

    /// The headers that are due, from nothing but the address: to the backend's endpoints ours, to anyone else a range
    /// at most.
    fn due_headers(&self, sent: &Sent) -> Vec<(String, String)> {
        let path = sent.url.split('?').next().and_then(|address| address.strip_prefix(API));
        if !path.is_some_and(|path| ENDPOINTS.contains(&path)) {
            return sent.headers.iter().filter(|(name, _)| name == "Range").cloned().collect();
        }
        let mut due = vec![("Accept", "*/*"), ("Comet-Workspace", WORKSPACE)];
        due.extend(self.api_key.map(|key| ("Authorization", key)));
        if matches!(sent.body, Body::Json(_)) {
            due.push(("Content-Type", "application/json"));
        }
        let is_text = ["mime_type=text%2F", "mime_type=image%2Fsvg%2Bxml"].iter().any(|kind| sent.url.contains(kind));
        if path.is_some_and(|path| path.ends_with("/download")) && !is_text {
            due.push(("Accept-Encoding", "identity"));
        }
        due.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }
}

impl Drop for ScriptedHost {
    fn drop(&mut self) {
        let left = self.steps.borrow();
        if let (Some(step), false) = (left.front(), thread::panicking()) {
            let (count, method) = (left.len(), step.method.as_str());
            panic!("{count} requests of the script were never sent; the first is {method} {}", step.url);
        }
    }
}

impl HttpClient for ScriptedHost {
    type Bytes = Blob;
    type Response = ScriptedResponse;

    async fn send(
        &self,
        request: &Request<'_, Blob>,
        headers: &Headers<'_>,
        redirect: Redirect,
        watch: &SendOptions,
    ) -> Result<ScriptedResponse, Cause> {
        let sent = Sent {
            method: request.method,
            url: request.to.url().to_owned(),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: match &request.payload {
                Payload::None => Body::None,
                Payload::Json(document) => Body::Json(serde_json::to_value(document).unwrap()),
                Payload::Bytes(blob) => Body::Bytes(blob.content().to_vec()),
            },
            redirect,
            timeouts: watch.timeouts,
            at_ms: self.now_ms.get(),
        };
        self.sent.borrow_mut().push(sent.clone());
        let step = self.next(&sent);
        assert_eq!(sent.headers, self.due_headers(&sent), "headers of {} {}", sent.method.as_str(), sent.url);
        let _under_way = InFlight::new(self);
        for bytes in &step.sent {
            if let Some(sent) = &watch.sent {
                sent(*bytes);
            }
        }
        for _ in 0..step.late {
            once_more().await;
        }
        self.pass(step.takes_ms);
        match step.answer {
            Answer::Response(mut reply) => {
                reply.from.get_or_insert(sent.url);
                Ok(ScriptedResponse(reply))
            }
            Answer::Silence(reason) => Err(Cause::new(Exception(reason), reason)),
            Answer::File(kind, reason) => Err(Cause::new(Exception(reason), reason).with_kind(kind)),
            Answer::Stall => Err(Cause::new(Exception("stalled"), "15 s").as_stall()),
            Answer::Never => pending().await,
        }
    }

    async fn wait_online(&self) {
        poll_fn(|context| {
            if !self.offline.get() {
                return Poll::Ready(());
            }
            self.waiting_for_network.replace(Some(context.waker().clone()));
            Poll::Pending
        })
        .await;
    }

    fn runtime_info(&self) -> RuntimeInfo {
        self.runtime_info.borrow().clone()
    }

    fn same_text(&self, one: &str, other: &str) -> bool {
        composed(one) == composed(other)
    }
}

/// As much of Unicode's composition as the tests have words for.
fn composed(text: &str) -> String {
    text.replace("e\u{301}", "\u{e9}")
}

/// A request that is under way until this is dropped.
struct InFlight(Rc<Cell<usize>>);

impl InFlight {
    fn new(host: &ScriptedHost) -> Self {
        let now = host.in_flight.get() + 1;
        host.in_flight.set(now);
        host.max_in_flight.set(host.max_in_flight.get().max(now));
        Self(Rc::clone(&host.in_flight))
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

async fn once_more() {
    let mut polled = false;
    poll_fn(|context| {
        if std::mem::replace(&mut polled, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

impl Clock for ScriptedHost {
    async fn sleep(&self, ms: u32) {
        self.sleeps.borrow_mut().push(ms);
        self.pass(f64::from(ms));
        if self.sleeps_for_ever.get() {
            pending().await
        }
    }

    fn now_ms(&self) -> f64 {
        self.now_ms.get()
    }

    fn ms_until(&self, date: &str) -> Option<f64> {
        // A date of this host's own making.
        date.strip_prefix("in ")?.strip_suffix(" ms")?.parse().ok()
    }
}

impl Random for ScriptedHost {
    fn random(&self) -> f64 {
        self.random.get()
    }
}

impl Observer for ScriptedHost {
    fn on_retry(&self, retry: &RetryEvent<'_>) {
        let RetryEvent { operation, attempt, delay_ms, error } = *retry;
        assert_eq!((error.details().attempts, error.details().retryable), (attempt, true), "the error of a retry");
        self.told.borrow_mut().push(Told { operation, attempt, delay_ms, code: error.code() });
    }

    fn wants_progress(&self) -> bool {
        self.wants_progress.get()
    }

    fn on_progress(&self, file_name: &str, report: TransferProgress) {
        self.progress.borrow_mut().push((file_name.to_owned(), report));
    }
}

/// An answer from the script.
pub(crate) struct ScriptedResponse(Scripted);

/// Its body.
pub(crate) struct ScriptedBody(VecDeque<Piece>);

impl host::Body for ScriptedBody {
    type Chunk = Blob;

    async fn next(&mut self) -> Result<Option<Blob>, Cause> {
        match self.0.pop_front() {
            None => Ok(None),
            Some(Piece::Bytes(bytes)) => Ok(Some(Blob::new(&bytes))),
            Some(Piece::Cut) => Err(Cause::new(Exception("cut off"), "cut off")),
            Some(Piece::Stall) => Err(Cause::new(Exception("stalled"), "15 s").as_stall()),
            Some(Piece::Never) => pending().await,
        }
    }

    fn passthrough(&mut self, _: u64) {}

    fn passed_through(&mut self) -> u64 {
        0
    }
}

impl Response for ScriptedResponse {
    type Json = ParsedJson;
    type Body = ScriptedBody;

    fn status(&self) -> u16 {
        self.0.status
    }

    fn url(&self) -> Option<String> {
        self.0.from.clone().filter(|url| !url.is_empty())
    }

    fn header(&self, name: &str) -> Option<String> {
        let found = self.0.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.clone())
    }

    async fn json(&self) -> Result<Option<ParsedJson>, Cause> {
        Ok(ParsedJson::parse(&self.text().await?))
    }

    async fn text(&self) -> Result<String, Cause> {
        let mut text = Vec::new();
        let mut body = ScriptedBody(self.0.content.clone().into());
        while let Some(chunk) = host::Body::next(&mut body).await? {
            text.extend_from_slice(chunk.content());
        }
        Ok(String::from_utf8(text).unwrap())
    }

    fn into_body(self) -> ScriptedBody {
        ScriptedBody(self.0.content.into())
    }
}

//! A host that answers from a script and notes everything it is asked for.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{pending, poll_fn};
use std::task::Poll;
use std::thread;

use opik_attachments::client::host::{Clock, Observer, Random, Reply, Retry, Transport};
use opik_attachments::core::error::{Cause, Code, Operation};
use opik_attachments::core::http::{Headers, Method, Payload, Redirect, Request};
use opik_attachments::core::network_hint::Surroundings;

use crate::step::{Answer, Content, Scripted, Step};
use crate::values::{Blob, Body, ParsedJson};
use crate::world::{API, WORKSPACE};

/// All that this crate may send credentials to.
const ENDPOINTS: [&str; 7] = [
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
    pub(crate) fraction: Cell<f64>,
    pub(crate) sleeps_for_ever: Cell<bool>,
    pub(crate) surroundings: RefCell<Surroundings>,
}

impl ScriptedHost {
    pub(crate) fn new(steps: impl IntoIterator<Item = Step>, api_key: Option<&'static str>) -> Self {
        Self {
            steps: RefCell::new(steps.into_iter().collect()),
            api_key,
            sent: RefCell::default(),
            sleeps: RefCell::default(),
            told: RefCell::default(),
            fraction: Cell::new(0.5),
            sleeps_for_ever: Cell::new(false),
            surroundings: RefCell::default(),
        }
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

    /// The headers that are due, from nothing but the address: to the backend's endpoints ours, to anyone else none.
    fn due_headers(&self, sent: &Sent) -> Vec<(String, String)> {
        let path = sent.url.split('?').next().and_then(|address| address.strip_prefix(API));
        if !path.is_some_and(|path| ENDPOINTS.contains(&path)) {
            return Vec::new();
        }
        let mut due = vec![("Accept", "*/*"), ("Comet-Workspace", WORKSPACE)];
        due.extend(self.api_key.map(|key| ("Authorization", key)));
        if matches!(sent.body, Body::Json(_)) {
            due.push(("Content-Type", "application/json"));
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

impl Transport for ScriptedHost {
    type Bytes = Blob;
    type Reply = ScriptedReply;

    async fn send(
        &self,
        request: &Request<'_, Blob>,
        headers: &Headers<'_>,
        redirect: Redirect,
    ) -> Result<ScriptedReply, Cause> {
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
        };
        self.sent.borrow_mut().push(sent.clone());
        let step = self.next(&sent);
        assert_eq!(sent.headers, self.due_headers(&sent), "headers of {} {}", sent.method.as_str(), sent.url);
        if step.late {
            once_more().await;
        }
        match step.answer {
            Answer::Reply(reply) => Ok(ScriptedReply(reply)),
            Answer::Silence(reason) => Err(Cause::new(Exception(reason), reason)),
            Answer::Never => pending().await,
        }
    }

    fn surroundings(&self) -> Surroundings {
        self.surroundings.borrow().clone()
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
        if self.sleeps_for_ever.get() {
            pending().await
        }
    }
}

impl Random for ScriptedHost {
    fn fraction(&self) -> f64 {
        self.fraction.get()
    }
}

impl Observer for ScriptedHost {
    fn retrying(&self, retry: &Retry<'_>) {
        let Retry { operation, attempt, delay_ms, error } = *retry;
        assert_eq!((error.details().attempts, error.details().retryable), (attempt, true), "the error of a retry");
        self.told.borrow_mut().push(Told { operation, attempt, delay_ms, code: error.code() });
    }
}

/// An answer from the script.
pub(crate) struct ScriptedReply(Scripted);

impl Reply for ScriptedReply {
    type Json = ParsedJson;
    /// The unread body, to be told apart from others.
    type Stream = Content;

    fn status(&self) -> u16 {
        self.0.status
    }

    fn header(&self, name: &str) -> Option<String> {
        let found = self.0.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.clone())
    }

    async fn text(self) -> Result<String, Cause> {
        match self.0.content {
            Content::Text(text) => Ok(text),
            Content::CutOff => Err(Cause::new(Exception("cut off"), "cut off")),
            Content::Never => pending().await,
        }
    }

    fn into_stream(self) -> Content {
        self.0.content
    }
}

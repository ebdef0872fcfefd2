//! One request and its answer, filled in while they pass.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::http::response;
use serde::Serialize;
use serde_json::{Value, json};

use crate::http::origin::Origin;
use crate::limits::throttled_stream::{Connection, Disconnect};

/// The end of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    /// It has not ended yet.
    Pending,
    /// The server sent all it meant to send.
    Answered,
    /// A fault reset the connection.
    Reset,
    /// The client disconnected, or the server was stopped. A disconnect is not noticed while the request is not read: it
    /// is queued behind the bytes.
    Aborted,
}

/// A pending or finished request; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    id: u64,
    started: Instant,
    connection: Option<Connection>,
    entry: Arc<Mutex<Entry>>,
}

#[derive(Debug, Serialize)]
struct Entry {
    id: u64,
    at_ms: u64,
    origin: Origin,
    connection: Option<u64>,
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: ReceivedBody,
    fault: Option<u64>,
    answer: Option<LoggedResponse>,
    outcome: Outcome,
    took_ms: Option<u64>,
}

/// The body of the request, as far as it was received.
#[derive(Debug, Default, Serialize)]
pub(super) struct ReceivedBody {
    pub(super) bytes: u64,
    /// Of these bytes, once there will be no more.
    pub(super) sha256: Option<String>,
    /// All of it, if it is JSON and short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
}

#[derive(Debug, Serialize)]
struct LoggedResponse {
    status: u16,
    headers: Vec<(String, String)>,
    /// Of the body, as handed to the connection, which may take its time.
    bytes: u64,
}

impl Exchange {
    /// The entry of a request that has just arrived. `log_started` is the beginning of its time.
    pub(super) fn new(id: u64, log_started: Instant, origin: Origin, head: &Parts) -> Self {
        let started = Instant::now();
        let connection = head.extensions.get::<Connection>().cloned();
        let entry = Entry {
            id,
            at_ms: milliseconds(log_started, started),
            origin,
            connection: connection.as_ref().map(|connection| connection.number),
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            headers: header_list(&head.headers),
            body: ReceivedBody::default(),
            fault: None,
            answer: None,
            outcome: Outcome::Pending,
            took_ms: None,
        };
        Self { id, started, connection, entry: Arc::new(Mutex::new(entry)) }
    }

    pub(super) const fn id(&self) -> u64 {
        self.id
    }

    pub(super) fn to_json(&self) -> Value {
        json!(*self.entry())
    }

    /// Records how much of the request's body was received.
    pub(super) fn received(&self, received: ReceivedBody) {
        self.entry().body = received;
    }

    /// Records the head of the response.
    pub(super) fn response_started(&self, head: &response::Parts) {
        let (status, headers) = (head.status.as_u16(), header_list(&head.headers));
        self.entry().answer = Some(LoggedResponse { status, headers, bytes: 0 });
    }

    /// Records how much of the response's body was sent.
    pub(super) fn sent(&self, bytes: u64) {
        if let Some(answer) = &mut self.entry().answer {
            answer.bytes = bytes;
        }
    }

    /// Records the rule that acts on the request.
    pub(crate) fn set_fault(&self, rule: u64) {
        self.entry().fault = Some(rule);
    }

    /// Records the outcome, unless there is one already.
    pub(crate) fn finish(&self, outcome: Outcome) {
        let mut entry = self.entry();
        if entry.outcome == Outcome::Pending {
            entry.outcome = outcome;
            entry.took_ms = Some(milliseconds(self.started, Instant::now()));
        }
    }

    /// Ends the connection. Never returns.
    pub(crate) async fn disconnect<T>(&self, how: Disconnect) -> T {
        self.finish(match how {
            Disconnect::Close => Outcome::Answered,
            Disconnect::Reset => Outcome::Reset,
        });
        if let Some(connection) = &self.connection {
            connection.disconnect(how);
        }
        std::future::pending().await
    }

    fn entry(&self) -> MutexGuard<'_, Entry> {
        self.entry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn milliseconds(from: Instant, to: Instant) -> u64 {
    u64::try_from(to.saturating_duration_since(from).as_millis()).unwrap_or(u64::MAX)
}

/// In the order of arrival, but for values of one name, which stand together where the first of them was.
fn header_list(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect()
}

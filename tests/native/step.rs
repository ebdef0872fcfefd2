//! One line of a script: a request that must come, and the answer it gets.

use opik_attachments::core::error::CauseKind;
use opik_attachments::core::http::request::Method;
use serde_json::Value;

use crate::fixture::API;
use crate::host_values::Body;

/// A request that must come, and the answer it gets. Without more words that is 204 and no body.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) body: Body,
    pub(crate) answer: Answer,
    /// How often the call must be polled again before the answer comes.
    pub(crate) late: usize,
    /// What the host says has left, before the answer comes.
    pub(crate) sent: Vec<u64>,
    /// Time that passes before the answer comes.
    pub(crate) takes_ms: f64,
}

/// What comes back.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Response(Scripted),
    Silence(&'static str),
    /// The host finds the local file at fault.
    File(CauseKind, &'static str),
    Stall,
    Never,
}

/// An answer with a status.
#[derive(Clone, Debug)]
pub(crate) struct Scripted {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) content: Vec<Piece>,
    /// Where it comes from, if not from the address of the request; empty if it does not say.
    pub(crate) from: Option<String>,
}

/// A piece of the body of an answer.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Bytes(Vec<u8>),
    Cut,
    Stall,
    Never,
}

pub(crate) fn get(url: impl Into<String>) -> Step {
    Step::new(Method::Get, url.into(), Body::None)
}

/// A JSON call to an endpoint of the backend.
pub(crate) fn post(path: &str, document: Value) -> Step {
    Step::new(Method::Post, format!("{API}{path}"), Body::Json(document))
}

pub(crate) fn put(url: impl Into<String>, bytes: &[u8]) -> Step {
    Step::new(Method::Put, url.into(), Body::Bytes(bytes.to_vec()))
}

impl Step {
    fn new(method: Method, url: String, body: Body) -> Self {
        let reply = Scripted { status: 204, headers: Vec::new(), content: Vec::new(), from: None };
        Self { method, url, body, answer: Answer::Response(reply), late: 0, sent: Vec::new(), takes_ms: 0.0 }
    }

    pub(crate) fn answers(mut self, status: u16, text: impl Into<String>) -> Self {
        let reply = self.reply();
        reply.status = status;
        reply.content = vec![Piece::Bytes(text.into().into_bytes())];
        self
    }

    /// Bytes, piece by piece.
    pub(crate) fn answers_pieces(mut self, status: u16, pieces: impl IntoIterator<Item = Piece>) -> Self {
        let reply = self.reply();
        reply.status = status;
        reply.content = pieces.into_iter().collect();
        self
    }

    pub(crate) fn answers_json(self, status: u16, document: &Value) -> Self {
        self.answers(status, document.to_string())
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.reply().headers.push((name, value.to_owned()));
        self
    }

    /// The answer comes from another address, as after a redirect; an empty one is none.
    pub(crate) fn from(mut self, url: &str) -> Self {
        self.reply().from = Some(url.to_owned());
        self
    }

    /// The connection breaks while the body is read.
    pub(crate) fn cut_off(mut self) -> Self {
        self.reply().content.push(Piece::Cut);
        self
    }

    /// The headers come, the body does not.
    pub(crate) fn body_never(mut self) -> Self {
        self.reply().content = vec![Piece::Never];
        self
    }

    /// There is no answer at all, for a reason in the host's words.
    pub(crate) fn no_answer(mut self, reason: &'static str) -> Self {
        self.answer = Answer::Silence(reason);
        self
    }

    /// The host finds the local file at fault, in these words.
    pub(crate) fn file_fails(mut self, kind: CauseKind, reason: &'static str) -> Self {
        self.answer = Answer::File(kind, reason);
        self
    }

    /// The host loses timeouts.
    pub(crate) fn stalls(mut self) -> Self {
        self.answer = Answer::Stall;
        self
    }

    /// Nothing ever happens.
    pub(crate) fn never(mut self) -> Self {
        self.answer = Answer::Never;
        self
    }

    /// The answer comes only when the call is polled once more.
    pub(crate) fn late(self) -> Self {
        self.late_by(1)
    }

    /// The answer comes only when the call is polled that many times more.
    pub(crate) fn late_by(mut self, polls: usize) -> Self {
        self.late = polls;
        self
    }

    /// The host says that so many bytes have left.
    pub(crate) fn sends(mut self, bytes: impl IntoIterator<Item = u64>) -> Self {
        self.sent = bytes.into_iter().collect();
        self
    }

    /// Time passes before the answer comes.
    pub(crate) fn takes(mut self, ms: f64) -> Self {
        self.takes_ms = ms;
        self
    }

    fn reply(&mut self) -> &mut Scripted {
        match &mut self.answer {
            Answer::Response(reply) => reply,
            other => panic!("this step has no reply to change: {other:?}"),
        }
    }
}

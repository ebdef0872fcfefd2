//! One line of a script: a request that must come, and the answer it gets.

use opik_attachments::core::http::Method;
use serde_json::Value;

use crate::values::Body;
use crate::world::API;

/// A request that must come, and the answer it gets. Without more words that is 204 and no body.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) body: Body,
    pub(crate) answer: Answer,
    pub(crate) late: bool,
}

/// What comes back.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Reply(Scripted),
    Silence(&'static str),
    Never,
}

/// An answer with a status.
#[derive(Clone, Debug)]
pub(crate) struct Scripted {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) content: Content,
}

/// The body of an answer.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Text(String),
    CutOff,
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
        let reply = Scripted { status: 204, headers: Vec::new(), content: Content::Text(String::new()) };
        Self { method, url, body, answer: Answer::Reply(reply), late: false }
    }

    pub(crate) fn answers(mut self, status: u16, text: impl Into<String>) -> Self {
        let reply = self.reply();
        reply.status = status;
        reply.content = Content::Text(text.into());
        self
    }

    pub(crate) fn answers_json(self, status: u16, document: &Value) -> Self {
        self.answers(status, document.to_string())
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.reply().headers.push((name, value.to_owned()));
        self
    }

    /// The connection breaks while the body is read.
    pub(crate) fn cut_off(mut self) -> Self {
        self.reply().content = Content::CutOff;
        self
    }

    /// The headers come, the body does not.
    pub(crate) fn body_never(mut self) -> Self {
        self.reply().content = Content::Never;
        self
    }

    /// There is no answer at all, for a reason in the host's words.
    pub(crate) fn no_answer(mut self, reason: &'static str) -> Self {
        self.answer = Answer::Silence(reason);
        self
    }

    /// Nothing ever happens.
    pub(crate) fn never(mut self) -> Self {
        self.answer = Answer::Never;
        self
    }

    /// The answer comes only when the call is polled once more.
    pub(crate) fn late(mut self) -> Self {
        self.late = true;
        self
    }

    fn reply(&mut self) -> &mut Scripted {
        match &mut self.answer {
            Answer::Reply(reply) => reply,
            other => panic!("this step has no reply to change: {other:?}"),
        }
    }
}

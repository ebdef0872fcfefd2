//! The one error type of the crate: a stable code, what was tried, what came back, and what to do about it.

use std::fmt;

use crate::core::text::strings::fill;

mod attempt;
mod cause;
mod code;
pub mod from_response;
pub mod network_hint;
pub mod response_body;

pub use attempt::AttemptError;
pub use cause::{Cause, CauseKind};
pub use code::{Code, Operation};

/// A failed operation. Boxed inside, so that a `Result` stays one pointer wide on its way up.
#[derive(Debug)]
pub struct Error(Box<Details>);

/// What a refusal means to the flows, beyond what its code tells programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing that a flow could do anything about.
    Final,
    /// The store does not accept the presigned URL: a new URL may work.
    PresignedUrl,
    /// There is nothing at that address.
    Missing,
    /// The file ends before the range that was asked for.
    Range,
    /// The server failed, and may fail again for the same file name.
    ServerError,
}

/// Everything an [`Error`] says.
#[derive(Debug)]
pub struct Details {
    /// The stable code.
    pub code: Code,
    /// What was tried and what came back. May still hold secrets: see [`crate::core::http::redact`].
    pub message: String,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The answer's body as text, if there was one.
    pub body: Option<String>,
    /// Requests sent for the step that failed; 0 when nothing was sent.
    pub attempts: u32,
    /// Whether the same call may succeed later without a change.
    pub retryable: bool,
    /// What a person can do about it.
    pub hint: Option<String>,
    /// The exception behind it.
    pub cause: Option<Cause>,
    /// What a flow can do about the answer.
    pub refusal: Refusal,
}

impl Error {
    /// An error with a code and a message, nothing sent yet and not worth repeating.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            code,
            message: message.into(),
            status: None,
            body: None,
            attempts: 0,
            retryable: false,
            hint: None,
            cause: None,
            refusal: Refusal::Final,
        }))
    }

    /// An `INVALID_ARGUMENT` in the one form all of them have: field, expectation, what was received.
    #[must_use]
    pub fn invalid(field: &str, expected: &str, received: &str) -> Self {
        Self::new(Code::InvalidArgument, fill("{}: expected {}, got {}", &[field, expected, received]))
    }

    /// The error for a local file that failed: its path and what happened to it are in the cause's reason.
    #[must_use]
    pub fn from_file(cause: Cause) -> Self {
        let (code, what) = match cause.kind() {
            CauseKind::FileChanged => (Code::FileChanged, "changed while it was sent"),
            _ => (Code::FileUnreadable, "cannot be read"),
        };
        Self::new(code, ["The file ", what, ": ", cause.reason()].concat()).with_cause(cause)
    }

    /// The same complaint about a field of something in a list: `prefix` comes before the field's name.
    #[must_use]
    pub fn with_field_prefix(mut self, prefix: &str) -> Self {
        self.0.message.insert_str(0, prefix);
        self
    }

    /// Adds what a person can do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Adds a hint before the one that it has.
    #[must_use]
    pub fn prepend_hint(self, hint: &str) -> Self {
        let both = self.0.hint.as_ref().map(|second| fill("{} {}", &[hint, second]));
        self.with_hint(both.unwrap_or_else(|| hint.to_owned()))
    }

    /// Adds the answer that was the last straw.
    #[must_use]
    pub fn with_answer(mut self, status: u16, body: Option<String>) -> Self {
        self.0.status = Some(status);
        self.0.body = body;
        self
    }

    /// Adds the exception behind the failure.
    #[must_use]
    pub fn with_cause(mut self, cause: Cause) -> Self {
        self.0.cause = Some(cause);
        self
    }

    /// Says how many requests were sent, and whether sending more later may help.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32, retryable: bool) -> Self {
        self.0.attempts = attempts;
        self.0.retryable = retryable;
        self
    }

    /// The same failure under another code.
    #[must_use]
    pub fn with_code(mut self, code: Code) -> Self {
        self.0.code = code;
        self
    }

    /// The same failure in other words.
    #[must_use]
    pub fn with_message(mut self, message: String) -> Self {
        self.0.message = message;
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Says what the refusal means to the flows.
    #[must_use]
    pub fn with_refusal(mut self, refusal: Refusal) -> Self {
        self.0.refusal = refusal;
        self
    }

    /// What the refusal means to the flows.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        self.0.refusal
    }

    /// The HTTP status, if there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The parts, to read.
    #[must_use]
    pub fn details(&self) -> &Details {
        &self.0
    }

    /// The parts, to take.
    #[must_use]
    pub fn into_details(self) -> Details {
        *self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code.as_str())?;
        f.write_str(": ")?;
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}

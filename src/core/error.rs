//! The one error of the crate: a stable code, what was tried, what came back, and what to do about it.

use std::any::Any;
use std::fmt;

use super::text::filled;

/// Why an operation failed. The text form is a public contract: programs branch on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// A wrong option or field, found before anything was sent.
    InvalidArgument,
    /// No project of that name.
    ProjectNotFound,
    /// No such file on that entity.
    AttachmentNotFound,
    /// `ifExists: "error"` and the file is there.
    AlreadyExists,
    /// 401 from the backend.
    Unauthorized,
    /// 403 from the backend.
    Forbidden,
    /// Any other refusal, by the backend or by the store.
    ApiError,
    /// 429 after all attempts.
    RateLimited,
    /// The request got no answer.
    NetworkError,
    /// Nothing has moved for `stallTimeout`.
    Timeout,
    /// The bucket's CORS rule hides the `ETag` header.
    EtagNotExposed,
    /// The presigned URLs have died.
    UrlExpired,
    /// Fewer or more bytes than the attachment has.
    Corrupted,
    /// Beyond what the store takes.
    FileTooLarge,
    /// A local file is no longer what it was when it was opened.
    FileChanged,
    /// A local file cannot be read.
    FileUnreadable,
}

impl Code {
    /// The code as programs see it, for example `PROJECT_NOT_FOUND`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidArgument => "INVALID_ARGUMENT",
            Self::ProjectNotFound => "PROJECT_NOT_FOUND",
            Self::AttachmentNotFound => "ATTACHMENT_NOT_FOUND",
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::Unauthorized => "UNAUTHORIZED",
            Self::Forbidden => "FORBIDDEN",
            Self::ApiError => "API_ERROR",
            Self::RateLimited => "RATE_LIMITED",
            Self::NetworkError => "NETWORK_ERROR",
            Self::Timeout => "TIMEOUT",
            Self::EtagNotExposed => "ETAG_NOT_EXPOSED",
            Self::UrlExpired => "URL_EXPIRED",
            Self::Corrupted => "CORRUPTED",
            Self::FileTooLarge => "FILE_TOO_LARGE",
            Self::FileChanged => "FILE_CHANGED",
            Self::FileUnreadable => "FILE_UNREADABLE",
        }
    }
}

/// The public call that failed, under the name a user wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `new AttachmentClient(options)`.
    Constructor,
    /// `AttachmentClient.fromEnv(options)`.
    FromEnv,
    /// `getAttachmentList`.
    GetAttachmentList,
    /// `downloadAttachment`.
    DownloadAttachment,
    /// `uploadAttachment`.
    UploadAttachment,
    /// `uploadAttachments`.
    UploadAttachments,
    /// `deleteAttachments`.
    DeleteAttachments,
}

impl Operation {
    /// The method's name in JS; `constructor` for `new AttachmentClient`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Constructor => "constructor",
            Self::FromEnv => "fromEnv",
            Self::GetAttachmentList => "getAttachmentList",
            Self::DownloadAttachment => "downloadAttachment",
            Self::UploadAttachment => "uploadAttachment",
            Self::UploadAttachments => "uploadAttachments",
            Self::DeleteAttachments => "deleteAttachments",
        }
    }
}

/// What a host knows of a failure besides its exception.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Circumstance {
    /// Nothing.
    #[default]
    None,
    /// It raised the exception itself, because nothing had moved for too long.
    Stall,
    /// The page's own policy does not let the request leave.
    Policy,
    /// Bytes of the request's body had left before.
    BytesHadLeft,
    /// The local file that was sent is no longer what it was when it was opened.
    FileChanged,
    /// The local file cannot be read.
    FileUnreadable,
}

/// A host's own exception, carried through the core unseen so that it can become the error's `cause`.
pub struct Cause {
    exception: Box<dyn Any>,
    reason: String,
    circumstance: Circumstance,
}

impl Cause {
    /// Wraps whatever the host threw, and the shortest words for it.
    pub fn new(exception: impl Any, reason: impl Into<String>) -> Self {
        Self { exception: Box::new(exception), reason: reason.into(), circumstance: Circumstance::None }
    }

    /// Adds what else the host knows.
    #[must_use]
    pub fn with(mut self, circumstance: Circumstance) -> Self {
        self.circumstance = circumstance;
        self
    }

    /// Marks it as one that the host raised itself because nothing had moved for too long.
    #[must_use]
    pub fn of_stall(self) -> Self {
        self.with(Circumstance::Stall)
    }

    /// What else the host knows.
    #[must_use]
    pub fn circumstance(&self) -> Circumstance {
        self.circumstance
    }

    /// The exception, if it is of the type the host expects.
    #[must_use]
    pub fn downcast_ref<T: Any>(&self) -> Option<&T> {
        self.exception.downcast_ref()
    }

    /// The shortest words for it, such as `ECONNREFUSED`.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cause").field(&self.reason).finish()
    }
}

/// A failed operation. Boxed inside, so that a `Result` stays one pointer wide on its way up.
#[derive(Debug)]
pub struct Error(Box<Details>);

/// Everything an [`Error`] says.
#[derive(Debug)]
pub struct Details {
    /// The stable code.
    pub code: Code,
    /// What was tried and what came back. May still hold secrets: see [`crate::core::redact`].
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
        }))
    }

    /// An `INVALID_ARGUMENT` in the one form all of them have: field, expectation, what came.
    #[must_use]
    pub fn invalid(field: &str, expected: &str, came: &str) -> Self {
        Self::new(Code::InvalidArgument, filled("{}: expected {}, got {}", &[field, expected, came]))
    }

    /// The error for a local file that failed: its path and what happened to it are in the cause's reason.
    #[must_use]
    pub fn of_file(cause: Cause) -> Self {
        let (code, what) = match cause.circumstance {
            Circumstance::FileChanged => (Code::FileChanged, "changed while it was sent"),
            _ => (Code::FileUnreadable, "cannot be read"),
        };
        Self::new(code, ["The file ", what, ": ", &cause.reason].concat()).with_cause(cause)
    }

    /// The same complaint about a field of something in a list: `prefix` comes before the field's name.
    #[must_use]
    pub fn below(mut self, prefix: &str) -> Self {
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
    pub fn with_first_hint(self, hint: &str) -> Self {
        let both = self.0.hint.as_ref().map(|second| filled("{} {}", &[hint, second]));
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

//! The host's own exception behind an error, and what the host knows about it.

use std::any::Any;
use std::fmt;

/// What a host knows of a failure besides its exception.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CauseKind {
    /// Nothing.
    #[default]
    None,
    /// It raised the exception itself, because nothing had moved for too long.
    Stall,
    /// The page's own policy does not let the request leave.
    ContentSecurityPolicy,
    /// Bytes of the request's body had left before.
    BytesSent,
    /// The local file that was sent is no longer what it was when it was opened.
    FileChanged,
    /// The local file cannot be read.
    FileUnreadable,
}

/// A host's own exception, carried through the core unseen so that it can become the error's `cause`.
pub struct Cause {
    exception: Box<dyn Any>,
    reason: String,
    kind: CauseKind,
}

impl Cause {
    /// Wraps whatever the host threw, and the shortest words for it.
    pub fn new(exception: impl Any, reason: impl Into<String>) -> Self {
        Self { exception: Box::new(exception), reason: reason.into(), kind: CauseKind::None }
    }

    /// Adds what else the host knows.
    #[must_use]
    pub fn with_kind(mut self, kind: CauseKind) -> Self {
        self.kind = kind;
        self
    }

    /// Marks it as one that the host raised itself because nothing had moved for too long.
    #[must_use]
    pub fn as_stall(self) -> Self {
        self.with_kind(CauseKind::Stall)
    }

    /// What else the host knows.
    #[must_use]
    pub fn kind(&self) -> CauseKind {
        self.kind
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

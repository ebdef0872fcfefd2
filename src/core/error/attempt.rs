//! A failed attempt of a request, before it is decided whether there is another.

use super::Error;

/// A failed attempt.
pub struct AttemptError {
    /// What went wrong.
    pub error: Error,
    /// Whether another attempt may end better.
    pub transient: bool,
    /// The wait the server asked for.
    pub server_wait_ms: Option<u32>,
    /// `Content-Range` of a refusal, where a file is too short for a range.
    pub content_range: Option<String>,
}

impl AttemptError {
    /// A failure in which no server asked for anything.
    #[must_use]
    pub fn new(error: Error, transient: bool) -> Self {
        Self { error, transient, server_wait_ms: None, content_range: None }
    }
}

//! Failures of the object store, as the backend sees them.

use std::fmt;

/// A request to the store that failed. Opik's clients are told nothing about it but the generic 500.
#[derive(Debug)]
pub(crate) struct StoreError(String);

impl StoreError {
    pub(super) fn new(cause: impl fmt::Display) -> Self {
        Self(cause.to_string())
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "object store: {}", self.0)
    }
}

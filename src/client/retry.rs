//! Whether a failed attempt is followed by another, and the wait before it.

use super::call::Call;
use super::host::{Host, Retry};
use crate::core::error::Error;
use crate::core::retry::backoff;

/// A failed attempt.
pub(super) struct AttemptError {
    pub(super) error: Error,
    /// Whether another attempt may end better.
    pub(super) transient: bool,
    /// The wait the server asked for.
    pub(super) server_wait_ms: Option<u32>,
    /// `Content-Range` of a refusal, where a file is too short for a range.
    pub(super) content_range: Option<String>,
}

impl AttemptError {
    /// A failure in which no server asked for anything.
    pub(super) fn new(error: Error, transient: bool) -> Self {
        Self { error, transient, server_wait_ms: None, content_range: None }
    }
}

impl<H: Host> Call<H> {
    /// Counts the failure and waits until the next attempt may be made.
    ///
    /// # Errors
    /// The failure, if there is to be no other attempt.
    pub(super) async fn again(&self, failures: &mut u32, failed: AttemptError) -> Result<(), Error> {
        *failures += 1;
        let attempt = *failures;
        let error = failed.error.with_attempts(attempt, failed.transient);
        if !failed.transient || attempt >= self.max_attempts || !self.session.retry_budget.spend() {
            return Err(error);
        }
        let delay_ms = failed.server_wait_ms.unwrap_or_else(|| backoff::backoff_ms(attempt, self.host.random()));
        self.host.on_retry(&Retry { operation: self.operation, attempt, delay_ms, error: &error });
        self.host.sleep(delay_ms).await;
        // Attempts made offline would only be used up.
        self.host.wait_online().await;
        Ok(())
    }

    /// Tells of an attempt that failed and is followed by another at once, by URLs that are new.
    pub(super) fn renewed(&self, attempt: u32, error: Error) {
        let error = error.with_attempts(attempt, true);
        self.host.on_retry(&Retry { operation: self.operation, attempt, delay_ms: 0, error: &error });
    }
}

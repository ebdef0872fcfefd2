//! Limits a stream of bytes to a number of bytes per second.

use std::num::NonZeroU64;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

/// Bytes of this time pass at once after a pause. Long enough to compensate for late timers, short enough not to show.
const BURST: Duration = Duration::from_millis(50);

/// A limit in bytes per second.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    bytes_per_second: f64,
    burst: Duration,
    /// The time at which all bytes so far would have passed without bursts.
    paid_until: Instant,
    timer: Pin<Box<Sleep>>,
}

impl RateLimiter {
    pub(crate) fn new(bytes_per_second: NonZeroU64) -> Self {
        let now = Instant::now();
        let bytes_per_second = bytes_per_second.get() as f64;
        // At least two bytes: half of it has to be worth waiting for.
        let burst = BURST.max(Duration::from_secs_f64(2.0 / bytes_per_second));
        Self { bytes_per_second, burst, paid_until: now, timer: Box::pin(sleep_until(now)) }
    }

    /// Returns how many bytes may pass, at least one. Waits for half a burst, so that bytes do not pass one by one.
    pub(crate) fn poll_allowance(&mut self, context: &mut Context<'_>) -> Poll<usize> {
        loop {
            let now = Instant::now();
            if let Some(earliest) = now.checked_sub(self.burst) {
                self.paid_until = self.paid_until.max(earliest);
            }
            let enough = self.paid_until + self.burst / 2;
            if now >= enough {
                let credit = now - self.paid_until;
                return Poll::Ready(((credit.as_secs_f64() * self.bytes_per_second) as usize).max(1));
            }
            self.timer.as_mut().reset(enough);
            ready!(self.timer.as_mut().poll(context));
        }
    }

    /// Records that this many bytes have passed.
    pub(crate) fn consume(&mut self, bytes: usize) {
        self.paid_until += Duration::from_secs_f64(bytes as f64 / self.bytes_per_second);
    }
}

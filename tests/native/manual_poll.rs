//! Polling by hand, so that a test decides when each of several calls moves on, and a call that would wait for ever is
//! a failure and not a test that hangs.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A call under way. Dropping it cancels it.
pub(crate) struct ManualPoll<'a, T> {
    future: Pin<Box<dyn Future<Output = T> + 'a>>,
    woken: Arc<Flag>,
}

impl<'a, T> ManualPoll<'a, T> {
    pub(crate) fn new(future: impl Future<Output = T> + 'a) -> Self {
        Self { future: Box::pin(future), woken: Arc::new(Flag(AtomicBool::new(true))) }
    }

    /// Polls once. An executor would not poll what nobody has woken, so neither does this.
    pub(crate) fn step(&mut self) -> Option<T> {
        assert!(self.woken.0.swap(false, Ordering::Relaxed), "the call was not woken");
        match self.future.as_mut().poll(&mut Context::from_waker(&Waker::from(self.woken.clone()))) {
            Poll::Ready(output) => Some(output),
            Poll::Pending => None,
        }
    }

    pub(crate) fn is_woken(&self) -> bool {
        self.woken.0.load(Ordering::Relaxed)
    }

    /// Polls until it is done, or until only somebody else could wake it.
    pub(crate) fn go_on(&mut self) -> Option<T> {
        while self.is_woken() {
            if let Some(output) = self.step() {
                return Some(output);
            }
        }
        None
    }
}

/// Runs a call to its end.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    ManualPoll::new(future).go_on().expect("the call waits for something that never comes")
}

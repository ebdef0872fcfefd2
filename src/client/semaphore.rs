//! Lets a limited number of futures through at a time.
//!
//! An async semaphore with a queue would be fairer, and a kilobyte more in the browser; here all that wait are polled in
//! order, so that the first in line goes first.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::task::{Poll, Waker};

/// A number of permits.
pub(super) struct Semaphore {
    free: Cell<u32>,
    waiting: RefCell<Vec<Waker>>,
}

/// A permit. Dropping it, also by cancelling the future that holds it, releases it.
pub(super) struct Permit<'a>(&'a Semaphore);

impl Semaphore {
    pub(super) fn new(count: u32) -> Self {
        Self { free: Cell::new(count), waiting: RefCell::default() }
    }

    /// Waits for a free permit, and takes it.
    // Not an async function: one more state machine inside each that waits for it.
    pub(super) fn acquire(&self) -> impl Future<Output = Permit<'_>> {
        poll_fn(|context| {
            let Some(left) = self.free.get().checked_sub(1) else {
                let mut waiting = self.waiting.borrow_mut();
                // Those of one call share a waker, and are polled often while they wait.
                if !waiting.iter().any(|known| known.will_wake(context.waker())) {
                    waiting.push(context.waker().clone());
                }
                return Poll::Pending;
            };
            self.free.set(left);
            Poll::Ready(Permit(self))
        })
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.free.set(self.0.free.get() + 1);
        // All of them, since any single one may have been cancelled meanwhile; those that come too late wait again.
        for waker in self.0.waiting.take() {
            waker.wake();
        }
    }
}

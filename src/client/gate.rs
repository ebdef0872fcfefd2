//! Lets one future through at a time.
//!
//! An async mutex with a queue would be fairer, and a kilobyte more in the browser; here all that wait want the same
//! answer, and the first to have it leaves it for the others.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// A gate that is open until someone is inside.
#[derive(Default)]
pub(super) struct Gate {
    occupied: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

/// Being inside. Dropping it, also by cancelling the future that holds it, opens the gate again.
pub(super) struct Inside<'a>(&'a Gate);

impl Gate {
    /// Waits until nobody is inside, and goes in.
    pub(super) async fn enter(&self) -> Inside<'_> {
        poll_fn(|context| {
            if self.occupied.replace(true) {
                self.waiting.borrow_mut().push(context.waker().clone());
                return Poll::Pending;
            }
            Poll::Ready(Inside(self))
        })
        .await
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.occupied.set(false);
        // All of them, since any single one may have been cancelled meanwhile; those that come too late wait again.
        for waker in self.0.waiting.take() {
            waker.wake();
        }
    }
}

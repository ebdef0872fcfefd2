//! Time that passes only when everybody waits for it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// A clock in whole milliseconds, and who waits for which moment.
#[derive(Default)]
pub(super) struct SimulatedClock {
    now: Cell<u64>,
    /// By moment, and for one moment in the order of asking.
    waiting: RefCell<BTreeMap<(u64, u64), Waker>>,
    asked: Cell<u64>,
}

impl SimulatedClock {
    pub(super) fn now(&self) -> u64 {
        self.now.get()
    }

    /// Ends that many milliseconds from now.
    pub(super) async fn pass(&self, ms: u64) {
        let at = self.now() + ms;
        let turn = self.asked.replace(self.asked.get() + 1);
        poll_fn(|context| {
            if self.now() >= at {
                return Poll::Ready(());
            }
            self.waiting.borrow_mut().insert((at, turn), context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Moves on to the next moment that anyone waits for. Nothing happens if there is none.
    pub(super) fn advance(&self) -> bool {
        let Some(((at, _), waker)) = self.waiting.borrow_mut().pop_first() else { return false };
        self.now.set(self.now().max(at));
        waker.wake();
        true
    }
}

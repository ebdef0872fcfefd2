//! Locks on the names that a client uploads to: two uploads of one name at once would race on the server, which may keep
//! the row of one and the bytes of the other.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use super::call::Session;
use super::upload::IfExists;
use crate::core::error::Error;
use crate::core::target::Target;

/// The names that calls of one client are uploading to, or wait for.
#[derive(Default)]
pub(super) struct NameLocks {
    /// Sorted by entity and name; those of one name in the order of their calls. A `BTreeMap` weighs more in the browser.
    held: RefCell<Vec<(Rc<str>, u32)>>,
    calls: Cell<u32>,
    waiting: RefCell<Vec<Waker>>,
}

/// A place in the queue for a name. Dropping it, also by cancelling the call, lets the next one in.
pub struct NameLock {
    session: Rc<Session>,
    key: Rc<str>,
    call: u32,
}

impl Session {
    /// A number for a call that locks names.
    #[must_use]
    pub fn next_call(&self) -> u32 {
        let calls = &self.name_locks.calls;
        calls.set(calls.get().wrapping_add(1));
        calls.get()
    }

    /// Queues for a name on behalf of a call, which gets it when the calls before have done with it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` if the same call has it, or if another call has it and `if_exists` asks about what is there,
    /// which is about to change.
    pub fn lock_name(
        self: &Rc<Self>,
        call: u32,
        target: &Target,
        file_name: &str,
        if_exists: IfExists,
    ) -> Result<NameLock, Error> {
        let Target { project_name, entity_type, entity_id } = target;
        let key: Rc<str> = [entity_id, "\0", entity_type.as_str(), "\0", project_name, "\0", file_name].concat().into();
        let mut held = self.name_locks.held.borrow_mut();
        let end = held.partition_point(|(known, _)| **known <= *key);
        let before = end.checked_sub(1).and_then(|index| held.get(index)).filter(|(known, _)| *known == key);
        let expected = match before {
            Some((_, other)) if *other == call => "a name that no other file of the call has",
            Some(_) if if_exists != IfExists::Replace => "a name that no other call of this client is uploading",
            _ => {
                held.insert(end, (Rc::clone(&key), call));
                return Ok(NameLock { session: Rc::clone(self), key, call });
            }
        };
        Err(Error::invalid("fileName", expected, &format!("\"{file_name}\" again")))
    }
}

impl NameLock {
    /// Ends once no call before has the name.
    pub(super) async fn acquired(&self) {
        let locks = &self.session.name_locks;
        poll_fn(|context| {
            let held = locks.held.borrow();
            let first = held.partition_point(|(known, _)| *known < self.key);
            if held.get(first).is_none_or(|(_, call)| *call == self.call) {
                return Poll::Ready(());
            }
            let mut waiting = locks.waiting.borrow_mut();
            if !waiting.iter().any(|known| known.will_wake(context.waker())) {
                waiting.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }
}

impl Drop for NameLock {
    fn drop(&mut self) {
        let locks = &self.session.name_locks;
        let mut held = locks.held.borrow_mut();
        let first = held.partition_point(|(known, _)| *known < self.key);
        let behind = held.iter().skip(first).position(|(_, call)| *call == self.call);
        if let Some(behind) = behind {
            held.remove(first + behind);
        }
        drop(held);
        for waker in locks.waiting.take() {
            waker.wake();
        }
    }
}

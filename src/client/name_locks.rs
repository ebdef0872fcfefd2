//! Locks on the names that a client uploads to: two uploads of one name at once would race on the server, which may keep
//! the row of one and the bytes of the other.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use super::semaphore::{Permit, Semaphore};
use super::upload_request::IfExists;
use crate::core::error::Error;
use crate::core::opik::dedup::hash;
use crate::core::opik::target::AttachmentTarget;
use crate::core::text::strings::fill;

/// The names that calls of one client are uploading to, or will.
#[derive(Default)]
pub struct NameLocks {
    held: Rc<RefCell<AllHeld>>,
    calls: Cell<u32>,
}

/// A map weighs more in the browser, and comparing hashes takes no time worth it.
type AllHeld = Vec<Rc<Held>>;

struct Held {
    hash: usize,
    /// The entity and the name.
    key: String,
    call: u32,
    /// Its one permit is shared by all calls that have this name.
    semaphore: Rc<Semaphore>,
}

/// A place in the queue for a name. Dropping it, also by cancelling the call, lets the next one in.
pub struct NameLock {
    all: Rc<RefCell<AllHeld>>,
    held: Rc<Held>,
}

impl NameLocks {
    /// A number for a call that locks names.
    #[must_use]
    pub fn next_call(&self) -> u32 {
        let calls = &self.calls;
        calls.set(calls.get().wrapping_add(1));
        calls.get()
    }

    /// Reserves a name for a call.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` if the same call has it, or if another call has it and `if_exists` asks about what is there,
    /// which is about to change.
    pub fn lock(
        &self,
        call: u32,
        target: &AttachmentTarget,
        file_name: &str,
        if_exists: IfExists,
    ) -> Result<NameLock, Error> {
        let AttachmentTarget { project_name, entity_type, entity_id } = target;
        let key = fill("{}\0{}\0{}\0{}", &[entity_id, entity_type.as_str(), project_name, file_name]);
        let hash = hash(&key);
        let mut semaphore = None;
        let mut all = self.held.borrow_mut();
        for held in all.iter().filter(|held| held.hash == hash && held.key == key) {
            if held.call == call || if_exists != IfExists::Replace {
                let other = if held.call == call { "file of the call has" } else { "call of this client is uploading" };
                let expected = fill("a name that no other {}", &[other]);
                return Err(Error::invalid("fileName", &expected, &fill("\"{}\" again", &[file_name])));
            }
            semaphore = Some(Rc::clone(&held.semaphore));
        }
        let held =
            Rc::new(Held { hash, key, call, semaphore: semaphore.unwrap_or_else(|| Rc::new(Semaphore::new(1))) });
        all.push(Rc::clone(&held));
        Ok(NameLock { all: Rc::clone(&self.held), held })
    }
}

impl NameLock {
    /// Waits until no other call uploads to the name.
    pub(super) fn acquire(&self) -> impl Future<Output = Permit<'_>> {
        self.held.semaphore.acquire()
    }
}

impl Drop for NameLock {
    fn drop(&mut self) {
        self.all.borrow_mut().retain(|held| !Rc::ptr_eq(held, &self.held));
    }
}

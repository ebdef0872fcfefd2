//! The ids of projects that a client has found so far.

use std::cell::RefCell;

use super::semaphore::Semaphore;

/// The ids found so far. One call asks at a time, so that calls made at once ask once.
pub(super) struct ProjectIds {
    known: RefCell<Vec<(String, String)>>,
    /// Held by the call that asks.
    pub(super) asking: Semaphore,
}

impl Default for ProjectIds {
    fn default() -> Self {
        Self { known: RefCell::default(), asking: Semaphore::new(1) }
    }
}

impl ProjectIds {
    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.known.borrow().iter().find(|(known, _)| known == name).map(|(_, id)| id.clone())
    }

    pub(super) fn set(&self, name: &str, id: &str) {
        self.forget(name);
        self.known.borrow_mut().push((name.to_owned(), id.to_owned()));
    }

    pub(super) fn forget(&self, name: &str) {
        self.known.borrow_mut().retain(|(known, _)| known != name);
    }
}

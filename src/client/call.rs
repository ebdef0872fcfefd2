//! What calls share, and what each call has of its own.

use std::rc::Rc;

use super::name_locks::NameLocks;
use super::projects::ProjectIds;
use crate::core::config::Settings;
use crate::core::error::Operation;
use crate::core::error::network_hint::Origins;
use crate::core::retry::budget::RetryBudget;

/// What all calls of one client share.
pub struct Session {
    /// The checked settings.
    pub settings: Settings,
    pub(super) project_ids: ProjectIds,
    pub(super) retry_budget: RetryBudget,
    pub(super) name_locks: NameLocks,
    /// Those that have answered.
    pub(super) origins: Origins,
}

impl Session {
    /// A session that has sent nothing yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let (project_ids, retry_budget, name_locks, origins) = Default::default();
        Self { settings, project_ids, retry_budget, name_locks, origins }
    }
}

/// One public call: the shared session, the host it runs on, and the name it goes by in errors. Owns its share of both,
/// since a download goes on after the call that opened it.
pub struct Call<H> {
    pub(super) session: Rc<Session>,
    pub(super) host: Rc<H>,
    pub(super) operation: Operation,
    pub(super) max_attempts: u32,
}

impl<H> Call<H> {
    /// Starts a call; nothing is sent before one of its flows is polled.
    pub fn new(session: Rc<Session>, host: Rc<H>, operation: Operation) -> Self {
        let max_attempts = session.settings.tuning.max_attempts;
        Self { session, host, operation, max_attempts }
    }

    /// The same call, without timeouts: each of its requests is sent once.
    pub(super) fn once(&self) -> Self {
        Self { max_attempts: 1, ..self.clone() }
    }
}

// Not derived: that would ask the host to be `Clone`.
impl<H> Clone for Call<H> {
    fn clone(&self) -> Self {
        let Self { session, host, operation, max_attempts } = self;
        Self { session: Rc::clone(session), host: Rc::clone(host), operation: *operation, max_attempts: *max_attempts }
    }
}

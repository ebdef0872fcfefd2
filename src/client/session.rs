//! What all calls of one client share.

use super::name_locks::NameLocks;
use super::project_ids::ProjectIds;
use crate::core::config::Settings;
use crate::core::error::network_hint::Origins;
use crate::core::retry::budget::RetryBudget;

/// What all calls of one client share.
pub struct Session {
    /// The checked settings.
    pub settings: Settings,
    pub(super) project_ids: ProjectIds,
    pub(super) retry_budget: RetryBudget,
    /// The names that calls are uploading to.
    pub name_locks: NameLocks,
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

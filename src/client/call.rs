//! What calls share, and what each call has of its own.

use super::projects::ProjectIds;
use crate::core::config::Settings;
use crate::core::error::Operation;

/// What all calls of one client share.
pub struct Session {
    /// The checked settings.
    pub settings: Settings,
    pub(super) project_ids: ProjectIds,
}

impl Session {
    /// A session that has sent nothing yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { settings, project_ids: ProjectIds::default() }
    }
}

/// One public call: the shared session, the host it runs on, and the name it goes by in errors.
pub struct Call<'a, H> {
    pub(super) session: &'a Session,
    pub(super) host: &'a H,
    pub(super) operation: Operation,
}

impl<'a, H> Call<'a, H> {
    /// Starts a call; nothing is sent before one of its flows is polled.
    pub fn new(session: &'a Session, host: &'a H, operation: Operation) -> Self {
        Self { session, host, operation }
    }
}

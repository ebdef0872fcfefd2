//! The shared state of the request handlers.

use crate::backend::auth::AccessPolicy;
use crate::backend::database::Database;
use crate::config::EntityIds;
use crate::config::Mode;
use crate::store::{Spool, StoreClient};

/// Cheap to clone: every part is a handle.
#[derive(Clone, Debug)]
pub(crate) struct AppState {
    pub(crate) mode: Mode,
    pub(crate) access: AccessPolicy,
    pub(crate) ids: EntityIds,
    pub(crate) database: Database,
    pub(crate) store: StoreClient,
    pub(crate) spool: Spool,
}

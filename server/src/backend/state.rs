//! What every request handler can reach.

use crate::backend::auth::Access;
use crate::backend::database::Database;
use crate::backend::entity_id::Ids;
use crate::config::Mode;
use crate::store::StoreClient;
use crate::store::spool::Spool;

/// Cheap to clone: every part is a handle.
#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) mode: Mode,
    pub(crate) access: Access,
    pub(crate) ids: Ids,
    pub(crate) database: Database,
    pub(crate) store: StoreClient,
    pub(crate) spool: Spool,
}

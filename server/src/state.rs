//! What every request handler can reach.

use crate::access::Access;
use crate::config::Mode;
use crate::database::Database;
use crate::ids::Ids;
use crate::spool::Spool;
use crate::store::StoreClient;

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

//! Starting and stopping the two origins.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::admin::{self, AdminState};
use crate::backend::auth::AccessPolicy;
use crate::backend::database::Database;
use crate::backend::router;
use crate::backend::state::AppState;
use crate::config::{Config, Mode};
use crate::faults::RuleSet;
use crate::http::origin::Origin;
use crate::limits::latency::with_latency;
use crate::listener::{HttpListener, bind};
use crate::request_log::{RequestLog, with_request_log};
use crate::start_error::StartError;
use crate::store::{EmbeddedStore, Spool, Store, StoreLocation};

/// A running server. [`Server::stop`] stops it and waits for the end; dropping it starts the end without waiting.
#[derive(Debug)]
pub struct Server {
    backend: HttpListener,
    /// `None` if the objects are in another S3.
    store: Option<EmbeddedStore>,
    store_url: String,
    admin: Option<HttpListener>,
    mode: Mode,
    data: PathBuf,
    temporary: Option<TempDir>,
}

/// Starts both origins on 127.0.0.1, or the backend alone if the objects are in another S3, and returns when they answer.
///
/// # Errors
/// Fails if a port is in use, the data directory cannot be created or read, or the bucket of another S3 is unusable.
pub async fn start(config: Config) -> Result<Server, StartError> {
    let (data, temporary) = data_directory(config.data.as_deref())?;
    // All ports are taken before anything is written, so that a second start by mistake leaves the data alone.
    let backend_listener = bind(config.port, "--port").await?;
    let store_location = StoreLocation::from_config(&config).await?;
    let admin_listener = match config.admin_port {
        Some(port) => Some(bind(port, "--admin-port").await?),
        None => None,
    };
    let rules = admin_listener.is_some().then(RuleSet::default);
    let log = admin_listener.is_some().then(RequestLog::new);

    // The database next: it is what keeps two servers off one directory.
    let database = Database::open(&data.join("attachments.sqlite")).map_err(|e| {
        StartError::failed(format!("open the database in {} (does another server use it?)", data.display()))(e)
    })?;

    let Store { client, embedded: store, contents } =
        store_location.open(&data, &config, rules.as_ref(), log.as_ref()).await?;
    let store_url = client.origin();
    let spool = Spool::open(&data.join("spool")).map_err(StartError::failed("make the spool directory"))?;

    let access = AccessPolicy::new(&config.auth, &database).map_err(StartError::failed("make a workspace"))?;
    let admin = match (admin_listener, rules.clone(), log.clone()) {
        (Some(listener), Some(rules), Some(log)) => {
            let app = admin::router(AdminState { rules, log, database: database.clone(), contents });
            Some(HttpListener::start(listener, app, None).map_err(StartError::failed("start the admin endpoint"))?)
        }
        _ => None,
    };

    let state = AppState { mode: config.mode, ids: config.ids, access, database, store: client, spool };
    let backend_app = with_latency(router::router(state, &config, rules.as_ref()), config.latency);
    let backend_app = with_request_log(backend_app, Origin::Backend, log.as_ref());
    let backend = HttpListener::start(backend_listener, backend_app, config.bandwidth)
        .map_err(StartError::failed("start the backend"))?;
    Ok(Server { backend, store, store_url, admin, mode: config.mode, data, temporary })
}

impl Server {
    /// Address of the backend.
    #[must_use]
    pub fn backend_addr(&self) -> SocketAddr {
        self.backend.address()
    }

    /// Address of the embedded store, if there is one.
    #[must_use]
    pub fn store_addr(&self) -> Option<SocketAddr> {
        self.store.as_ref().map(EmbeddedStore::address)
    }

    /// Base URL for clients, ending in `/api` without a slash.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("{}/api", self.backend.origin())
    }

    /// URL of the static files, ending in a slash.
    #[must_use]
    pub fn page_url(&self) -> String {
        format!("{}/", self.backend.origin())
    }

    /// Origin of the object store, without a slash at the end.
    #[must_use]
    pub fn store_url(&self) -> String {
        self.store_url.clone()
    }

    /// Base URL of the admin endpoint, without a slash at the end, if there is one.
    #[must_use]
    pub fn admin_url(&self) -> Option<String> {
        self.admin.as_ref().map(HttpListener::origin)
    }

    /// The mode it runs in.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The data directory in use.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Stops the server. Pending requests get a few hundred milliseconds; idle connections are closed at once. Removes a
    /// temporary data directory.
    pub async fn stop(self) {
        // The backend first: its last requests may still need the store.
        self.backend.stop().await;
        if let Some(store) = self.store {
            store.stop().await;
        }
        if let Some(admin) = self.admin {
            admin.stop().await;
        }
        if let Some(directory) = self.temporary {
            // Nothing is left to do about a directory that will not go; the operating system clears it some day.
            let _ = directory.close();
        }
    }
}

fn data_directory(wanted: Option<&Path>) -> Result<(PathBuf, Option<TempDir>), StartError> {
    let Some(path) = wanted else {
        let directory = tempfile::Builder::new()
            .prefix("opik-attachments-")
            .tempdir()
            .map_err(StartError::failed("make a temporary data directory"))?;
        return Ok((directory.path().to_path_buf(), Some(directory)));
    };
    std::fs::create_dir_all(path)
        .and_then(|()| path.canonicalize())
        .map(|path| (path, None))
        .map_err(|e| StartError::failed(format!("make the data directory {}", path.display()))(e))
}

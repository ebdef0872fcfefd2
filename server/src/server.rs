//! Starting and stopping the two origins.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::admin::{self, AdminState, Watch};
use crate::backend::auth::AccessPolicy;
use crate::backend::database::Database;
use crate::backend::router;
use crate::backend::state::AppState;
use crate::config::{Config, Mode};
use crate::http::listener::HttpListener;
use crate::http::origin::Origin;
use crate::limits::latency::with_latency;
use crate::request_log::with_request_log;
use crate::store::embedded_server::EmbeddedStore;
use crate::store::spool::Spool;
use crate::store::startup::{Store, StoreLocation};

/// A server that is up. [`Server::stop`] ends it and waits for that; dropping it only sets the end going.
#[derive(Debug)]
pub struct Server {
    backend: HttpListener,
    /// None if the objects are elsewhere.
    store: Option<EmbeddedStore>,
    store_url: String,
    admin: Option<HttpListener>,
    mode: Mode,
    data: PathBuf,
    temporary: Option<TempDir>,
}

/// Why a server did not start.
#[derive(Debug)]
pub enum StartError {
    /// Another program listens on the port that was asked for.
    PortInUse {
        /// The command line flag that names this port.
        flag: &'static str,
        /// The port.
        port: u16,
    },
    /// Anything else, with what was being done.
    Failed {
        /// What was being done.
        action: String,
        /// What came of it.
        cause: String,
    },
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PortInUse { flag, port } => {
                write!(f, "port {port} is already in use; choose another with {flag} (0 takes any free one)")
            }
            Self::Failed { action, cause } => write!(f, "cannot {action}: {cause}"),
        }
    }
}

impl std::error::Error for StartError {}

/// Turns a cause into an error that says what was being done.
pub(crate) fn start_failed(action: impl Into<String>) -> impl FnOnce(String) -> StartError {
    let action = action.into();
    move |cause| StartError::Failed { action, cause }
}

/// Starts both origins on 127.0.0.1, or the backend alone if the objects are elsewhere, and returns once they answer.
///
/// # Errors
/// When a port is taken, the data directory cannot be made or read, or a bucket elsewhere cannot be used.
pub async fn start(config: Config) -> Result<Server, StartError> {
    let (data, temporary) = data_directory(config.data.as_deref())?;
    // All ports are taken before anything is written, so that a second start by mistake leaves the data alone.
    let backend_listener = bind(config.port, "--port").await?;
    let store_place = StoreLocation::choose(&config).await?;
    let admin_listener = match config.admin_port {
        Some(port) => Some(bind(port, "--admin-port").await?),
        None => None,
    };
    let watch = admin_listener.is_some().then(Watch::new);

    // The database next: it is what keeps two servers off one directory.
    let database = Database::open(&data.join("attachments.sqlite")).map_err(|e| {
        start_failed(format!("open the database in {} (does another server use it?)", data.display()))(e.to_string())
    })?;

    let Store { client, own: store, contents } = store_place.open(&data, &config, watch.as_ref()).await?;
    let store_url = client.origin();
    let spool =
        Spool::open(&data.join("spool")).map_err(|e| start_failed("make the spool directory")(e.to_string()))?;

    let access =
        AccessPolicy::new(&config.auth, &database).map_err(|e| start_failed("make a workspace")(e.to_string()))?;
    let admin = match (admin_listener, watch.clone()) {
        (Some(listener), Some(watch)) => {
            let app = admin::router(AdminState { watch, database: database.clone(), contents });
            Some(
                HttpListener::start(listener, app, None)
                    .map_err(|e| start_failed("start the admin endpoint")(e.to_string()))?,
            )
        }
        _ => None,
    };

    let state = AppState { mode: config.mode, ids: config.ids, access, database, store: client, spool };
    let backend_app = with_latency(router::router(state, &config, watch.as_ref()), config.latency);
    let backend_app = with_request_log(backend_app, Origin::Backend, watch.as_ref());
    let backend = HttpListener::start(backend_listener, backend_app, config.bandwidth)
        .map_err(|e| start_failed("start the backend")(e.to_string()))?;
    Ok(Server { backend, store, store_url, admin, mode: config.mode, data, temporary })
}

impl Server {
    /// Address of the backend.
    #[must_use]
    pub fn backend_addr(&self) -> SocketAddr {
        self.backend.address()
    }

    /// Address of the object store, if it is the server's own.
    #[must_use]
    pub fn store_addr(&self) -> Option<SocketAddr> {
        self.store.as_ref().map(EmbeddedStore::address)
    }

    /// Base URL a client is given, ending in `/api` without a slash.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("{}/api", self.backend.origin())
    }

    /// Where the static files are served, ending in a slash.
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

    /// Ends all it started. Requests under way get a few hundred milliseconds; idle connections are closed at once. A
    /// temporary data directory is removed.
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
            .map_err(|e| start_failed("make a temporary data directory")(e.to_string()))?;
        return Ok((directory.path().to_path_buf(), Some(directory)));
    };
    std::fs::create_dir_all(path)
        .and_then(|()| path.canonicalize())
        .map(|path| (path, None))
        .map_err(|e| start_failed(format!("make the data directory {}", path.display()))(e.to_string()))
}

/// Takes a port on 127.0.0.1, or says by which flag to choose another.
pub(crate) async fn bind(port: u16, flag: &'static str) -> Result<TcpListener, StartError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|e| match e.kind() {
        io::ErrorKind::AddrInUse => StartError::PortInUse { flag, port },
        _ => start_failed(format!("listen on port {port} ({flag})"))(e.to_string()),
    })
}

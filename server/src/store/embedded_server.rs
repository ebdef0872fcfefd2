//! The object store that comes with this server, on its ports.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::admin::Watch;
use crate::config::Config;
use crate::faults::with_faults;
use crate::http::listener::HttpListener;
use crate::http::origin::Origin;
use crate::limits::latency::with_latency;
use crate::request_log::with_request_log;
use crate::server::{StartError, start_failed};
use crate::store::{Inventory, StoreClient, embedded, with_bucket_cors};

/// The store while it runs.
#[derive(Debug)]
pub(crate) struct EmbeddedStore {
    /// Where links lead.
    public: HttpListener,
    /// The same store on a port for the backend's own requests, which nothing slows down.
    internal: HttpListener,
}

impl EmbeddedStore {
    /// Serves what is below `data`, and returns what shows it, too.
    pub(crate) async fn start(
        listener: TcpListener,
        data: &Path,
        config: &Config,
        watch: Option<&Watch>,
    ) -> Result<(Self, Inventory), StartError> {
        let (app, inventory) = embedded::open(data, config.object_names)
            .map_err(|e| start_failed("open the object store")(e.to_string()))?;
        let internal = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .and_then(|listener| HttpListener::start(listener, app.clone(), None))
            .map_err(|e| start_failed("start the store's inner port")(e.to_string()))?;
        let app = with_bucket_cors(with_faults(app, Origin::Store, watch), config.store_cors);
        let app = with_request_log(with_latency(app, config.latency), Origin::Store, watch);
        let public = HttpListener::start(listener, app, config.bandwidth)
            .map_err(|e| start_failed("start the store")(e.to_string()))?;
        Ok((Self { public, internal }, inventory))
    }

    /// A client for it, with its bucket made.
    pub(crate) async fn client(&self, presign_lifetime: Duration) -> Result<StoreClient, StartError> {
        let client = StoreClient::new(&self.public.origin(), &self.internal.origin(), presign_lifetime)
            .map_err(|e| start_failed("set up the store client")(e.to_string()))?;
        client.ensure_bucket().await.map_err(|e| start_failed("make the bucket")(e.to_string()))?;
        Ok(client)
    }

    /// Where links lead.
    pub(crate) fn address(&self) -> SocketAddr {
        self.public.address()
    }

    pub(crate) async fn stop(self) {
        self.public.stop().await;
        self.internal.stop().await;
    }
}

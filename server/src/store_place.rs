//! Where the objects are: in the store that comes with this server, or in an S3 of somebody else's.

use std::path::Path;

use tokio::net::TcpListener;

use crate::config::Config;
use crate::latency::delayed;
use crate::running::{StartError, bind, failed};
use crate::s3_location::S3Location;
use crate::serve::Server;
use crate::store::{StoreClient, embedded};

/// The place, before it is made ready.
#[derive(Debug)]
pub(crate) enum StorePlace {
    /// On a port of this process.
    Here(TcpListener),
    /// Elsewhere.
    Outside(S3Location),
}

impl StorePlace {
    /// The place that was asked for. Its port is taken at once, if it has one, and nothing is written yet.
    pub(crate) async fn choose(config: &Config) -> Result<Self, StartError> {
        match &config.s3 {
            Some(location) => Ok(Self::Outside(location.clone())),
            None => bind(config.store_port, "--store-port").await.map(Self::Here),
        }
    }

    /// Makes sure of the bucket, and returns the client for it, with the server if it is one of ours.
    pub(crate) async fn open(self, data: &Path, config: &Config) -> Result<(StoreClient, Option<Server>), StartError> {
        match self {
            Self::Here(listener) => {
                let router = embedded::router(data, config.store_cors)
                    .map_err(|e| failed("open the object store")(e.to_string()))?;
                let server = Server::start(listener, delayed(router, config.latency))
                    .map_err(|e| failed("start the store")(e.to_string()))?;
                let client = StoreClient::new(&server.origin(), config.presign_lifetime)
                    .map_err(|e| failed("set up the store client")(e.to_string()))?;
                client.ensure_bucket().await.map_err(|e| failed("make the bucket")(e.to_string()))?;
                Ok((client, Some(server)))
            }
            Self::Outside(location) => {
                let client = StoreClient::outside(&location, config.presign_lifetime)
                    .map_err(|e| failed("use the S3 endpoint")(e.to_string()))?;
                // The endpoint as it was given may hold a password.
                let doing = format!("use the bucket {:?} at {}", location.bucket, client.origin());
                client.check_bucket().await.map_err(|e| failed(doing)(e.to_string()))?;
                Ok((client, None))
            }
        }
    }
}

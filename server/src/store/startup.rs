//! Where the objects are: in the store that comes with this server, or in an S3 of somebody else's.

use std::path::Path;

use tokio::net::TcpListener;

use crate::admin::Watch;
use crate::config::Config;
use crate::config::s3_location::S3Location;
use crate::server::{StartError, bind, start_failed};
use crate::store::embedded_server::EmbeddedStore;
use crate::store::{StoreClient, StoreContents};

/// The place, before it is made ready.
#[derive(Debug)]
pub(crate) enum StoreLocation {
    /// On a port of this process.
    Embedded(TcpListener),
    /// Elsewhere.
    External(S3Location),
}

/// The place, ready for objects.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) client: StoreClient,
    /// The store itself, if it is here.
    pub(crate) embedded: Option<EmbeddedStore>,
    pub(crate) contents: StoreContents,
}

impl StoreLocation {
    /// The place that was asked for. Its port is taken at once, if it has one, and nothing is written yet.
    pub(crate) async fn from_config(config: &Config) -> Result<Self, StartError> {
        match &config.s3 {
            Some(location) => Ok(Self::External(location.clone())),
            None => bind(config.store_port, "--store-port").await.map(Self::Embedded),
        }
    }

    /// Makes sure of the bucket.
    pub(crate) async fn open(self, data: &Path, config: &Config, watch: Option<&Watch>) -> Result<Store, StartError> {
        match self {
            Self::Embedded(listener) => {
                let (embedded, inventory) = EmbeddedStore::start(listener, data, config, watch).await?;
                let client = embedded.client(config.presign_lifetime).await?;
                Ok(Store { client, embedded: Some(embedded), contents: StoreContents::Embedded(inventory) })
            }
            Self::External(location) => {
                let client = StoreClient::external(&location, config.presign_lifetime)
                    .map_err(|e| start_failed("use the S3 endpoint")(e.to_string()))?;
                // The endpoint as it was given may hold a password.
                let action = format!("use the bucket {:?} at {}", location.bucket, client.origin());
                client.check_bucket().await.map_err(start_failed(action))?;
                Ok(Store { contents: StoreContents::External(Box::new(client.clone())), client, embedded: None })
            }
        }
    }
}

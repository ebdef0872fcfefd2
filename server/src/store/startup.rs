//! Where the objects are: in the store that comes with this server, or in an S3 of somebody else's.

use std::path::Path;

use tokio::net::TcpListener;

use crate::admin::Watch;
use crate::config::Config;
use crate::config::s3_location::S3Location;
use crate::server::{StartError, bind, failed};
use crate::store::embedded_server::OwnStore;
use crate::store::{Holdings, StoreClient};

/// The place, before it is made ready.
#[derive(Debug)]
pub(crate) enum StorePlace {
    /// On a port of this process.
    Here(TcpListener),
    /// Elsewhere.
    Outside(S3Location),
}

/// The place, ready for objects.
#[derive(Debug)]
pub(crate) struct OpenStore {
    pub(crate) client: StoreClient,
    /// The store itself, if it is here.
    pub(crate) own: Option<OwnStore>,
    pub(crate) holdings: Holdings,
}

impl StorePlace {
    /// The place that was asked for. Its port is taken at once, if it has one, and nothing is written yet.
    pub(crate) async fn choose(config: &Config) -> Result<Self, StartError> {
        match &config.s3 {
            Some(location) => Ok(Self::Outside(location.clone())),
            None => bind(config.store_port, "--store-port").await.map(Self::Here),
        }
    }

    /// Makes sure of the bucket.
    pub(crate) async fn open(
        self,
        data: &Path,
        config: &Config,
        watch: Option<&Watch>,
    ) -> Result<OpenStore, StartError> {
        match self {
            Self::Here(listener) => {
                let (own, inventory) = OwnStore::start(listener, data, config, watch).await?;
                let client = own.client(config.presign_lifetime).await?;
                Ok(OpenStore { client, own: Some(own), holdings: Holdings::Here(inventory) })
            }
            Self::Outside(location) => {
                let client = StoreClient::outside(&location, config.presign_lifetime)
                    .map_err(|e| failed("use the S3 endpoint")(e.to_string()))?;
                // The endpoint as it was given may hold a password.
                let doing = format!("use the bucket {:?} at {}", location.bucket, client.origin());
                client.check_bucket().await.map_err(failed(doing))?;
                Ok(OpenStore { holdings: Holdings::Outside(Box::new(client.clone())), client, own: None })
            }
        }
    }
}

//! Starting the store that the configuration asks for: the embedded one, or a bucket of another S3.

use std::path::Path;

use tokio::net::TcpListener;

use super::client::StoreClient;
use super::contents::StoreContents;
use super::embedded::EmbeddedStore;
use crate::config::Config;
use crate::config::s3_location::S3Location;
use crate::faults::RuleSet;
use crate::listener::bind;
use crate::request_log::RequestLog;
use crate::start_error::StartError;

/// The store of a configuration, before it is started.
#[derive(Debug)]
pub(crate) enum StoreLocation {
    /// On a port of this process.
    Embedded(TcpListener),
    /// Another S3.
    External(S3Location),
}

/// A store that is ready for objects.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) client: StoreClient,
    /// `None` if the objects are in another S3.
    pub(crate) embedded: Option<EmbeddedStore>,
    pub(crate) contents: StoreContents,
}

impl StoreLocation {
    /// Takes the port of an embedded store. Writes nothing yet.
    pub(crate) async fn from_config(config: &Config) -> Result<Self, StartError> {
        match &config.s3 {
            Some(location) => Ok(Self::External(location.clone())),
            None => bind(config.store_port, "--store-port").await.map(Self::Embedded),
        }
    }

    /// Starts the embedded store and makes its bucket, or checks that another S3 has the bucket.
    pub(crate) async fn open(
        self,
        data: &Path,
        config: &Config,
        rules: Option<&RuleSet>,
        log: Option<&RequestLog>,
    ) -> Result<Store, StartError> {
        match self {
            Self::Embedded(listener) => {
                let (store, client, inventory) = EmbeddedStore::start(listener, data, config, rules, log).await?;
                Ok(Store { client, embedded: Some(store), contents: StoreContents::Embedded(inventory) })
            }
            Self::External(location) => open_external(&location, config).await,
        }
    }
}

#[cfg(feature = "s3-endpoint")]
async fn open_external(location: &S3Location, config: &Config) -> Result<Store, StartError> {
    let client =
        StoreClient::external(location, config.presign_lifetime).map_err(StartError::failed("use the S3 endpoint"))?;
    // The endpoint as it was given may hold a password.
    let action = format!("use the bucket {:?} at {}", location.bucket, client.origin());
    client.check_bucket().await.map_err(StartError::failed(action))?;
    Ok(Store { contents: StoreContents::External(Box::new(client.clone())), client, embedded: None })
}

#[cfg(not(feature = "s3-endpoint"))]
async fn open_external(location: &S3Location, _: &Config) -> Result<Store, StartError> {
    let action = format!("use the bucket {:?} of another S3", location.bucket);
    Err(StartError::failed(action)("this build has no support for it; build with `--features s3-endpoint`"))
}

//! The objects and open uploads of the store, wherever it is.

use std::io;
use std::pin::pin;

use futures_util::TryStreamExt as _;

use super::client::StoreClient;
use super::error::StoreError;
use super::inventory::{Inventory, Object};
use super::open_uploads::OpenUpload;
use crate::digest::Sha256Hasher;

/// Where to look.
#[derive(Clone, Debug)]
pub(crate) enum StoreContents {
    /// The files of the embedded store.
    Embedded(Inventory),
    /// Another S3, over HTTP. Its bucket may hold objects that are not this server's.
    #[cfg_attr(not(feature = "s3-endpoint"), expect(dead_code, reason = "only that feature can reach another S3"))]
    External(Box<StoreClient>),
}

impl StoreContents {
    /// The objects in the order of their keys: of the embedded store all, of another S3 those with one of `keys`. Reads
    /// every object.
    pub(crate) async fn objects(&self, keys: Vec<String>) -> Result<Vec<Object>, StoreError> {
        let store = match self {
            Self::Embedded(inventory) => return inventory.objects().await.map_err(inventory_error),
            Self::External(store) => store,
        };
        let mut objects = Vec::new();
        for key in keys {
            objects.extend(fetch(store, key).await?);
        }
        objects.sort();
        Ok(objects)
    }

    /// The open uploads in the order of their keys. None for another S3, which does not tell whose they are.
    pub(crate) async fn open_uploads(&self) -> Result<Vec<OpenUpload>, StoreError> {
        match self {
            Self::Embedded(inventory) => inventory.open_uploads().await.map_err(inventory_error),
            Self::External(_) => Ok(Vec::new()),
        }
    }
}

/// An object, unless it is missing.
async fn fetch(store: &StoreClient, key: String) -> Result<Option<Object>, StoreError> {
    let Some(body) = store.get(&key).await? else { return Ok(None) };
    let mut body = pin!(body);
    let mut digest = Sha256Hasher::new();
    let mut bytes = 0;
    while let Some(chunk) = body.try_next().await.map_err(StoreError::new)? {
        digest.update(&chunk);
        bytes += chunk.len() as u64;
    }
    Ok(Some(Object { key, bytes, sha256: digest.finish() }))
}

fn inventory_error(error: io::Error) -> StoreError {
    StoreError::new(format!("inventory: {error}"))
}

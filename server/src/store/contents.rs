//! What the store holds, wherever it is.

use std::io;
use std::pin::pin;

use futures_util::TryStreamExt as _;

use super::client::{StoreClient, store_error};
use super::http_client::error_chain;
use super::inventory::{Inventory, Object, OpenUpload};
use crate::backend::error::ApiError;
use crate::digest::Sha256Hasher;

/// The way to look.
#[derive(Clone, Debug)]
pub(crate) enum StoreContents {
    /// Into the files of the embedded store.
    Embedded(Inventory),
    /// Over HTTP into an S3 of somebody else's, where much may lie that is not ours.
    External(Box<StoreClient>),
}

impl StoreContents {
    /// The objects in the order of keys: here all there are, outside those of them that have one of these keys. Reads
    /// them all.
    pub(crate) async fn objects(&self, keys: Vec<String>) -> Result<Vec<Object>, ApiError> {
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

    /// The open uploads in the order of keys. Outside none are told: which of a bucket's are ours nobody knows.
    pub(crate) async fn open_uploads(&self) -> Result<Vec<OpenUpload>, ApiError> {
        match self {
            Self::Embedded(inventory) => inventory.open_uploads().await.map_err(inventory_error),
            Self::External(_) => Ok(Vec::new()),
        }
    }
}

/// An object, unless it is missing.
async fn fetch(store: &StoreClient, key: String) -> Result<Option<Object>, ApiError> {
    let Some(body) = store.get(&key).await? else { return Ok(None) };
    let mut body = pin!(body);
    let mut digest = Sha256Hasher::new();
    let mut bytes = 0;
    while let Some(chunk) = body.try_next().await.map_err(|e| store_error(&error_chain(e)))? {
        digest.update(&chunk);
        bytes += chunk.len() as u64;
    }
    Ok(Some(Object { key, bytes, sha256: digest.finish() }))
}

fn inventory_error(error: io::Error) -> ApiError {
    ApiError::internal(format!("inventory: {error}"))
}

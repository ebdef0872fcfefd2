//! The embedded object store on its port: s3s for the protocol and signatures, s3s-fs for the files, and the layers that make
//! it behave like MinIO.

use std::net::SocketAddr;
use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::response::IntoResponse as _;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use super::client::StoreClient;
use super::constants::{ACCESS_KEY, KEYS, OBJECTS, SECRET_KEY, UPLOADS};
use super::cors::with_bucket_cors;
use super::inventory::Inventory;
use super::key_index::KeyIndex;
use super::open_uploads::OpenUploads;
use super::request_checks::check_request;
use super::s3_service::S3Service;
use crate::config::{Config, ObjectNames};
use crate::faults::{RuleSet, with_faults};
use crate::http::origin::Origin;
use crate::limits::latency::with_latency;
use crate::listener::HttpListener;
use crate::request_log::{RequestLog, with_request_log};
use crate::start_error::StartError;

/// The embedded store while it runs.
#[derive(Debug)]
pub(crate) struct EmbeddedStore(HttpListener);

impl EmbeddedStore {
    /// Serves the objects below `data`. Returns the backend's client for them as well, and their inventory.
    pub(super) async fn start(
        listener: TcpListener,
        data: &Path,
        config: &Config,
        rules: Option<&RuleSet>,
        log: Option<&RequestLog>,
    ) -> Result<(Self, StoreClient, Inventory), StartError> {
        let (store, inventory) =
            open(data, config.object_names).map_err(StartError::failed("open the object store"))?;
        let router = with_bucket_cors(with_faults(store.clone(), Origin::Store, rules), config.store_cors);
        let router = with_request_log(with_latency(router, config.latency), Origin::Store, log);
        let listener =
            HttpListener::start(listener, router, config.bandwidth).map_err(StartError::failed("start the store"))?;
        let client = StoreClient::embedded(store, &listener.origin(), config.presign_lifetime)
            .map_err(StartError::failed("set up the store client"))?;
        client.ensure_bucket().await.map_err(StartError::failed("make the bucket"))?;
        Ok((Self(listener), client, inventory))
    }

    /// The address in links.
    pub(crate) fn address(&self) -> SocketAddr {
        self.0.address()
    }

    pub(crate) async fn stop(self) {
        self.0.stop().await;
    }
}

/// The routes of the store, and its inventory. Makes its directories below `data`; blocks while it does.
fn open(data: &Path, names: ObjectNames) -> Result<(Router, Inventory), Box<dyn std::error::Error>> {
    let objects = data.join(OBJECTS);
    std::fs::create_dir_all(&objects)?;
    let files = FileSystem::new(&objects).map_err(|e| format!("{e:?}"))?;
    let uploads = OpenUploads::open(&data.join(UPLOADS))?;
    let keys = KeyIndex::open(&data.join(KEYS))?;
    let inventory = Inventory::new(&objects, keys.clone(), uploads.clone());

    let mut builder = S3ServiceBuilder::new(S3Service::new(files, &objects, uploads, keys, names));
    builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
    let service = builder.build();

    let answer = move |request: Request| {
        let service = service.clone();
        async move {
            match service.oneshot(request).await {
                Ok(response) => response.map(Body::new),
                // The layer around it adds the message.
                Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            }
        }
    };
    Ok((Router::new().fallback(answer).layer(from_fn(check_request)), inventory))
}

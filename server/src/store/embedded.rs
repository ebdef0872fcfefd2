//! The object store that comes with this server: s3s for the protocol and signatures, s3s-fs for the files, and what
//! the two lack for a believable S3.

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
use tower::ServiceExt as _;

use super::inventory::Inventory;
use super::key_index::KeyIndex;
use super::open_uploads::OpenUploads;
use super::request_checks::check_request;
use super::s3_service::S3Service;
use super::{ACCESS_KEY, KEYS, OBJECTS, SECRET_KEY, UPLOADS};
use crate::config::ObjectNames;

/// Everything the store answers, and what shows what it holds. Makes its directories below `data`; blocks while it does.
pub(crate) fn open(data: &Path, names: ObjectNames) -> Result<(Router, Inventory), Box<dyn std::error::Error>> {
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
                // The layer round it has the words.
                Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            }
        }
    };
    Ok((Router::new().fallback(answer).layer(from_fn(check_request)), inventory))
}

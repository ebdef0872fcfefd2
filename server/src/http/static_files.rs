//! Static files: a page at `/` and a built package at `/pkg/`.

use std::path::Path;

use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// The routes for whichever of the two directories there are; everything else is a plain 404.
pub(crate) fn router(www: Option<&Path>, pkg: Option<&Path>) -> Router {
    let mut router = Router::new();
    if let Some(pkg) = pkg {
        router = router.nest_service("/pkg", ServeDir::new(pkg));
    }
    router = match www {
        Some(www) => router.fallback_service(ServeDir::new(www)),
        None => router.fallback(|| async { StatusCode::NOT_FOUND }),
    };
    // A page under development must never run yesterday's package.
    router.layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-cache")))
}

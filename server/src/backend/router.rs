//! The routes of the backend, and the layers around them.

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::routing::get;
use tower_http::decompression::RequestDecompressionLayer;

use crate::backend::error::ApiError;
use crate::backend::routing::{GET, POST, PUT, normalize_request};
use crate::backend::state::AppState;
use crate::backend::{delete, download, is_alive, list, projects, upload, upload_complete, upload_start};
use crate::config::Config;
use crate::faults::{RuleSet, with_faults};
use crate::http::compression::frame_response;
use crate::http::cors::backend_cors;
use crate::http::jetty::check_head;
use crate::http::origin::Origin;
use crate::http::static_files;
use crate::limits::body_limit::limit_upload;

/// The routes of the backend's port, with fault rules applied.
pub(crate) fn router(state: AppState, config: &Config, rules: Option<&RuleSet>) -> Router {
    let api = api_router(state);
    let mut router = Router::new()
        // As through Opik's web server, and as at the backend itself.
        .nest("/api", Router::new().nest("/v1", api.clone()).merge(ping()).fallback(not_found))
        .nest("/v1", api)
        .merge(ping())
        .merge(static_files::router(config.www.as_deref(), config.pkg.as_deref()));
    router = with_faults(router, Origin::Backend, rules);
    // A router around the other: a layer of the inner one would run after routing, which adds to preflights.
    if config.cors {
        router = Router::new().fallback_service(router).layer(from_fn(backend_cors));
    }
    if let Some(limit) = config.max_body {
        let layer = from_fn(move |request: Request, next: Next| limit_upload(limit, request, next));
        router = Router::new().fallback_service(router).layer(layer);
    }
    Router::new().fallback_service(router).layer(from_fn(check_head))
}

fn ping<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/is-alive/ping", get(is_alive::ping)).layer(from_fn(frame_response))
}

fn api_router(state: AppState) -> Router {
    let routes = Router::new()
        .route("/private/projects", GET.handled_by(projects::list))
        .route("/private/projects/retrieve", POST.handled_by(projects::retrieve))
        .route("/private/attachment/list", GET.handled_by(list::list))
        .route("/private/attachment/upload-start", POST.handled_by(upload_start::upload_start))
        .route("/private/attachment/upload", PUT.handled_by(upload::upload))
        .route("/private/attachment/upload-complete", POST.handled_by(upload_complete::upload_complete))
        .route("/private/attachment/download", GET.handled_by(download::download))
        .route("/private/attachment/delete", POST.handled_by(delete::delete))
        .fallback(not_found);
    // A router around the other: the path and the method must be final before routing.
    Router::new()
        .fallback_service(routes.with_state(state))
        .layer(from_fn(normalize_request))
        .layer(from_fn(frame_response))
        // Opik inflates whatever says it is gzip, uploads included.
        .layer(RequestDecompressionLayer::new().pass_through_unaccepted(true))
}

async fn not_found() -> ApiError {
    ApiError::status(StatusCode::NOT_FOUND)
}

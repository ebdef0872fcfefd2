//! Which workspace a request is for. Without authentication there is one, named `default`.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;

use crate::error::ApiError;
use crate::model::DEFAULT_WORKSPACE;

/// Proof that the request is for the one workspace there is. A missing or empty `Comet-Workspace` counts as its name.
/// Handlers take this before their parameters, because Opik checks it before them.
#[derive(Debug)]
pub(crate) struct Workspace;

impl<S: Sync> FromRequestParts<S> for Workspace {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        match parts.headers.get("comet-workspace") {
            Some(name) if !name.is_empty() && name != DEFAULT_WORKSPACE => {
                Err(ApiError::message(StatusCode::NOT_FOUND, "Workspace not found"))
            }
            _ => Ok(Self),
        }
    }
}

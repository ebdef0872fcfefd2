//! Which workspace a request is for.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use uuid::Uuid;

use crate::error::ApiError;
use crate::query::Query;
use crate::state::App;

/// The workspace a request is for, and proof that the request may use it. Handlers take this before their parameters,
/// because Opik checks it before them.
#[derive(Clone, Debug)]
pub(crate) struct Workspace {
    pub(crate) id: Uuid,
    pub(crate) name: String,
}

impl FromRequestParts<App> for Workspace {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        app.access.admit(&parts.headers, &Query::of(parts))
    }
}

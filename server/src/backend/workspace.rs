//! The workspace of a request, as an argument of handlers.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::backend::error::ApiError;
use crate::backend::model::Workspace;
use crate::backend::query::Query;
use crate::backend::state::AppState;

impl FromRequestParts<AppState> for Workspace {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, ApiError> {
        app.access.authorize(&parts.headers, &Query::of(parts))
    }
}

/// The workspace of a read or a deletion. A key without access is not refused: the request sees public data only, which does
/// not exist here, so the project is not found.
#[derive(Debug)]
pub(crate) struct OptionalWorkspace(Option<Workspace>);

impl FromRequestParts<AppState> for OptionalWorkspace {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, ApiError> {
        app.access.authorize_optional(&parts.headers, &Query::of(parts)).map(Self)
    }
}

impl OptionalWorkspace {
    /// The workspace, if the request has access.
    pub(crate) fn get(self) -> Option<Workspace> {
        self.0
    }

    /// The workspace, or "project not found". Handlers call this after validating their parameters.
    pub(crate) fn require(self) -> Result<Workspace, ApiError> {
        self.0.ok_or_else(ApiError::project_not_found)
    }
}

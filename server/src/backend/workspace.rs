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

/// Who asks to see what a workspace holds, or to remove it. A key that does not open the workspace is no reason to refuse:
/// its owner is shown what is public, and here nothing is, so that there is no such project.
#[derive(Debug)]
pub(crate) struct OptionalWorkspace(Option<Workspace>);

impl FromRequestParts<AppState> for OptionalWorkspace {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, ApiError> {
        app.access.authorize_optional(&parts.headers, &Query::of(parts)).map(Self)
    }
}

impl OptionalWorkspace {
    /// The workspace, if it is open to them.
    pub(crate) fn get(self) -> Option<Workspace> {
        self.0
    }

    /// The workspace, without which nothing is found. Handlers ask after they have looked at their parameters.
    pub(crate) fn require(self) -> Result<Workspace, ApiError> {
        self.0.ok_or_else(ApiError::project_not_found)
    }
}

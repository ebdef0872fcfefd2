//! Which workspace a request is for.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use uuid::Uuid;

use crate::backend::error::ApiError;
use crate::backend::query::Query;
use crate::backend::state::App;

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

/// Who asks to see what a workspace holds, or to remove it. A key that does not open the workspace is no reason to refuse:
/// its owner is shown what is public, and here nothing is, so that there is no such project.
#[derive(Debug)]
pub(crate) struct Visitor(Option<Workspace>);

impl FromRequestParts<App> for Visitor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        app.access.look(&parts.headers, &Query::of(parts)).map(Self)
    }
}

impl Visitor {
    /// The workspace, if it is open to them.
    pub(crate) fn opened(self) -> Option<Workspace> {
        self.0
    }

    /// The workspace, without which nothing is found. Handlers ask after they have looked at their parameters.
    pub(crate) fn workspace(self) -> Result<Workspace, ApiError> {
        self.0.ok_or_else(ApiError::no_project)
    }
}

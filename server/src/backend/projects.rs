//! `POST projects/retrieve`: a project's id by its name; never makes one. `GET projects`: a page of them.

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use crate::backend::database::ProjectPage;
use crate::backend::error::ApiError;
use crate::backend::json::JsonObject;
use crate::backend::model::Project;
use crate::backend::query::Query;
use crate::backend::routing::{AcceptsJson, JsonContentType};
use crate::backend::state::AppState;
use crate::backend::validation::Validation;
use crate::backend::workspace::OptionalWorkspace;

pub(crate) async fn retrieve(
    State(app): State<AppState>,
    _: JsonContentType,
    workspace: OptionalWorkspace,
    body: JsonObject,
) -> Result<Json<Project>, ApiError> {
    let mut checks = Validation::for_json();
    let Some(name) = checks.not_blank("name", body.text("name")?) else {
        return Err(checks.into_error());
    };
    let workspace = workspace.require()?;
    app.database.find_project(workspace.id, &name).await?.map(Json).ok_or_else(ApiError::project_not_found)
}

const DEFAULT_PAGE: i32 = 1;
const DEFAULT_SIZE: i32 = 10;

#[derive(Debug, Serialize)]
pub(crate) struct ProjectsResponse {
    page: i32,
    /// Rows on this page, not the size that was asked for.
    size: usize,
    /// Rows on all pages.
    total: i64,
    content: Vec<Project>,
    sortable_by: [&'static str; 5],
}

/// The newest first; of a `name`, those that hold it somewhere, in any case.
pub(crate) async fn list(
    State(app): State<AppState>,
    _: AcceptsJson,
    workspace: OptionalWorkspace,
    query: Query,
) -> Result<Json<ProjectsResponse>, ApiError> {
    let page = query.int("page", DEFAULT_PAGE)?;
    let size = query.int("size", DEFAULT_SIZE)?;
    let mut checks = Validation::for_query();
    checks.at_least_one("page", page);
    checks.at_least_one("size", size);
    checks.finish()?;
    let ProjectPage { rows: content, total } = match workspace.get() {
        Some(workspace) => {
            app.database.list_projects(workspace.id, query.text("name").unwrap_or_default(), page, size).await?
        }
        // They see what is public, and here nothing is.
        None => ProjectPage::default(),
    };
    let sortable_by = ["id", "name", "last_updated_at", "created_at", "last_updated_trace_at"];
    Ok(Json(ProjectsResponse { page, size: content.len(), total, content, sortable_by }))
}

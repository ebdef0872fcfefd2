//! `POST projects/retrieve`: a project's id by its name. Never makes one.

use axum::Json;
use axum::extract::State;

use crate::endpoint::DeclaredJson;
use crate::error::ApiError;
use crate::json::JsonObject;
use crate::model::Project;
use crate::state::App;
use crate::validation::Validation;
use crate::workspace::Visitor;

pub(crate) async fn retrieve(
    State(app): State<App>,
    _: DeclaredJson,
    visitor: Visitor,
    body: JsonObject,
) -> Result<Json<Project>, ApiError> {
    let mut checks = Validation::of_json();
    let Some(name) = checks.not_blank("name", body.text("name")?) else {
        return Err(checks.into_error());
    };
    let workspace = visitor.workspace()?;
    app.database.find_project(workspace.id, &name).await?.map(Json).ok_or_else(ApiError::no_project)
}

//! `POST attachment/delete`: removes files of one entity by name. Names that are not there are no error.

use axum::extract::State;
use axum::http::StatusCode;

use crate::backend::error::ApiError;
use crate::backend::json::JsonObject;
use crate::backend::model::Entity;
use crate::backend::routing::JsonContentType;
use crate::backend::state::AppState;
use crate::backend::validation::Validation;
use crate::backend::workspace::OptionalWorkspace;

pub(crate) async fn delete(
    State(app): State<AppState>,
    _: JsonContentType,
    workspace: OptionalWorkspace,
    body: JsonObject,
) -> Result<StatusCode, ApiError> {
    let mut checks = Validation::for_json();
    let (Some(project_id), Some(file_names), Some(entity_type), Some(entity_id)) = (
        checks.not_null("containerId", body.uuid("container_id")?),
        checks.not_null("fileNames", body.texts("file_names")?),
        checks.not_null("entityType", body.entity_type()?),
        checks.not_null("entityId", body.uuid("entity_id")?),
    ) else {
        return Err(checks.into_error());
    };

    let workspace = workspace.require()?;
    // Opik sends the names to its store as XML, which cannot hold a NUL.
    let sendable = |name: Option<String>| name.filter(|name| !name.contains('\0'));
    let file_names: Option<Vec<_>> = file_names.into_iter().map(sendable).collect();
    let file_names = file_names.ok_or_else(|| ApiError::internal("a name to delete is null or holds a NUL"))?;
    let entity = Entity { workspace_id: workspace.id, project_id, entity_type, entity_id };
    // Objects first: a row without an object shows up as a broken link, an object without a row never again.
    for key in file_names.iter().filter_map(|name| entity.checked_object_key(name)) {
        app.store.delete(&key).await?;
    }
    app.database.delete_attachments(entity, file_names).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! `PUT attachment/upload`: a whole file as the request's body. Direct mode only.

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;

use crate::backend::entity_id::check_entity_id;
use crate::backend::error::ApiError;
use crate::backend::mime_by_extension::mime_or_guess;
use crate::backend::model::{Attachment, Entity, Workspace};
use crate::backend::query::Query;
use crate::backend::routing::AcceptsJson;
use crate::backend::state::AppState;
use crate::backend::validation::Validation;
use crate::config::Mode;

pub(crate) async fn upload(
    State(app): State<AppState>,
    _: AcceptsJson,
    workspace: Workspace,
    query: Query,
    body: Body,
) -> Result<StatusCode, ApiError> {
    let (entity_type, entity_id) = (query.entity_type()?, query.uuid("entity_id")?);
    let project_name = query.text("project_name");
    let mut checks = Validation::for_query();
    checks.null_or_not_blank("project_name", project_name);
    let (Some(file_name), Some(entity_type), Some(entity_id)) = (
        // Only missing is refused: an empty name passes.
        checks.not_null("file_name", query.text("file_name")),
        checks.not_null("entity_type", entity_type),
        checks.not_null("entity_id", entity_id),
    ) else {
        return Err(checks.into_error());
    };
    checks.finish()?;
    if app.mode == Mode::Store {
        return Err(ApiError::message(
            StatusCode::FORBIDDEN,
            "Direct attachment upload is forbidden for S3, please use multi-part upload with presigned urls",
        ));
    }

    check_entity_id(app.ids, entity_type, entity_id)?;
    let spooled = app.spool.receive(body).await.map_err(|e| ApiError::internal(format!("receiving an upload: {e}")))?;
    let mime_type = mime_or_guess(query.text("mime_type"), file_name);
    let project_id = app.database.find_or_create_project(workspace.id, project_name).await?;
    let entity = Entity { workspace_id: workspace.id, project_id, entity_type, entity_id };
    let key = entity.checked_object_key(file_name).ok_or_else(|| ApiError::invalid_object_name(file_name))?;
    app.store.put(&key, &mime_type, &spooled).await?;
    let file_size = i64::try_from(spooled.length).unwrap_or(i64::MAX);
    let attachment = Attachment { file_name: file_name.to_owned(), mime_type, file_size };
    app.database.upsert_attachment(entity, attachment).await?;
    Ok(StatusCode::NO_CONTENT)
}

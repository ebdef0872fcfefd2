//! `POST attachment/upload-complete`: puts uploaded parts together and makes the row. Direct mode has no parts and
//! accepts the call only to ignore it.

use std::borrow::Cow;

use axum::extract::State;
use axum::http::StatusCode;

use crate::backend::entity_id::check_entity_id;
use crate::backend::error::ApiError;
use crate::backend::json::JsonObject;
use crate::backend::mime_by_extension::mime_or_guess;
use crate::backend::model::{Attachment, Entity, Workspace};
use crate::backend::routing::JsonContentType;
use crate::backend::state::AppState;
use crate::backend::validation::Validation;
use crate::config::Mode;
use crate::store::UploadedPart;

pub(crate) async fn upload_complete(
    State(app): State<AppState>,
    _: JsonContentType,
    workspace: Workspace,
    body: JsonObject,
) -> Result<StatusCode, ApiError> {
    let project_name = body.text("project_name")?;
    body.uuid("container_id")?;
    let mut checks = Validation::for_json();
    checks.null_or_not_blank("projectName", project_name.as_deref());
    let (Some(file_name), Some(entity_type), Some(entity_id), Some(file_size), Some(upload_id), Some(parts)) = (
        checks.not_blank("fileName", body.text("file_name")?),
        checks.not_null("entityType", body.entity_type()?),
        checks.not_null("entityId", body.uuid("entity_id")?),
        checks.not_null("fileSize", body.int64("file_size")?),
        checks.not_blank("uploadId", body.text("upload_id")?),
        checks.not_null("uploadedFileParts", body.objects("uploaded_file_parts")?),
    ) else {
        return Err(checks.into_error());
    };
    checks.finish()?;
    check_entity_id(app.ids, entity_type, entity_id)?;
    let mime_type = mime_or_guess(body.text("mime_type")?.as_deref(), &file_name);
    let parts = parts.iter().map(read_part).collect::<Result<Vec<_>, ApiError>>()?;
    if app.mode == Mode::Direct {
        return Ok(StatusCode::NO_CONTENT);
    }

    let project_id = app.database.find_or_create_project(workspace.id, project_name.as_deref()).await?;
    let entity = Entity { workspace_id: workspace.id, project_id, entity_type, entity_id };
    let key = entity.checked_object_key(&file_name).ok_or_else(|| ApiError::invalid_object_name(&file_name))?;
    app.store.complete_upload(&key, &upload_id, &parts).await?;
    // The size is the client's word for it: Opik does not ask the store either.
    let attachment = Attachment { file_name: file_name.into_owned(), mime_type, file_size };
    app.database.upsert_attachment(entity, attachment).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Parts are not validated here; one without a number or a tag is the store's to refuse.
fn read_part(part: &JsonObject) -> Result<UploadedPart, ApiError> {
    Ok(UploadedPart { number: part.int32("part_number")?, e_tag: part.text("e_tag")?.map(Cow::into_owned) })
}

//! `POST attachment/upload-start`: where to send a file's bytes.

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use crate::backend::base_url::decode_base_url;
use crate::backend::entity_id::check_entity_id;
use crate::backend::error::ApiError;
use crate::backend::json::JsonObject;
use crate::backend::links::upload_link;
use crate::backend::mime_by_extension::mime_or_guess;
use crate::backend::model::{Entity, Workspace};
use crate::backend::routing::JsonContentType;
use crate::backend::state::AppState;
use crate::backend::validation::Validation;
use crate::config::Mode;

/// The upload id by which clients recognise direct mode.
const DIRECT_UPLOAD_ID: &str = "BEMinIO";

/// The most links one answer holds. Opik sets no bound, but the store takes 10,000 parts at most, and a number near
/// the end of its range would only exhaust the memory of both sides.
const MAX_LINKS: i32 = 100_000;

#[derive(Debug, Serialize)]
pub(crate) struct UploadStartResponse {
    upload_id: String,
    pre_sign_urls: Vec<String>,
}

pub(crate) async fn upload_start(
    State(app): State<AppState>,
    _: JsonContentType,
    workspace: Workspace,
    body: JsonObject,
) -> Result<Json<UploadStartResponse>, ApiError> {
    let project_name = body.text("project_name")?;
    // Read only to refuse what is no UUID; uploads go by the project's name.
    body.uuid("container_id")?;
    let mut checks = Validation::for_json();
    checks.null_or_not_blank("projectName", project_name.as_deref());
    let (Some(file_name), Some(parts), Some(entity_type), Some(entity_id), Some(path)) = (
        checks.not_blank("fileName", body.text("file_name")?),
        checks.not_null("numOfFileParts", body.int32("num_of_file_parts")?),
        checks.not_null("entityType", body.entity_type()?),
        checks.not_null("entityId", body.uuid("entity_id")?),
        checks.not_blank("path", body.text("path")?),
    ) else {
        return Err(checks.into_error());
    };
    checks.finish()?;
    check_entity_id(app.ids, entity_type, entity_id)?;
    let mime_type = mime_or_guess(body.text("mime_type")?.as_deref(), &file_name);

    if app.mode == Mode::Direct {
        let base = decode_base_url(&path)?;
        let link = upload_link(&base, &file_name, &mime_type, entity_type, entity_id, project_name.as_deref())?;
        return Ok(Json(UploadStartResponse { upload_id: DIRECT_UPLOAD_ID.to_owned(), pre_sign_urls: vec![link] }));
    }

    if parts > MAX_LINKS {
        return Err(ApiError::internal(format!("{parts} links are more than anyone can use")));
    }
    let project_id = app.database.find_or_create_project(workspace.id, project_name.as_deref()).await?;
    let entity = Entity { workspace_id: workspace.id, project_id, entity_type, entity_id };
    let key = entity.checked_object_key(&file_name).ok_or_else(|| ApiError::invalid_object_name(&file_name))?;
    let upload_id = app.store.create_upload(&key, &mime_type).await?;
    let pre_sign_urls = (1..=parts).map(|part| app.store.presigned_part(&key, &upload_id, part)).collect();
    Ok(Json(UploadStartResponse { upload_id, pre_sign_urls }))
}

//! `GET attachment/list`: one page of an entity's attachments, each with a link to fetch it by.

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use crate::backend::base_url::decode_base_url;
use crate::backend::error::ApiError;
use crate::backend::links::download_link;
use crate::backend::model::{Attachment, Entity};
use crate::backend::query::Query;
use crate::backend::routing::AcceptsJson;
use crate::backend::state::AppState;
use crate::backend::validation::Validation;
use crate::backend::workspace::OptionalWorkspace;
use crate::config::Mode;

const DEFAULT_PAGE: i32 = 1;
const DEFAULT_SIZE: i32 = 100;

#[derive(Debug, Serialize)]
pub(crate) struct ListResponse {
    page: i32,
    /// Rows on this page, not the size that was asked for.
    size: usize,
    /// Rows on all pages.
    total: i64,
    content: Vec<ListItem>,
    /// Always empty: Opik has a field for it, but no other order.
    sortable_by: [&'static str; 0],
}

#[derive(Debug, Serialize)]
struct ListItem {
    link: String,
    file_name: String,
    file_size: i64,
    mime_type: String,
}

pub(crate) async fn list(
    State(app): State<AppState>,
    _: AcceptsJson,
    workspace: OptionalWorkspace,
    query: Query,
) -> Result<Json<ListResponse>, ApiError> {
    let page = query.int("page", DEFAULT_PAGE)?;
    let size = query.int("size", DEFAULT_SIZE)?;
    let (project_id, entity_type, entity_id) =
        (query.uuid("project_id")?, query.entity_type()?, query.uuid("entity_id")?);

    let mut checks = Validation::for_query();
    checks.at_least_one("page", page);
    checks.at_least_one("size", size);
    let (Some(project_id), Some(entity_type), Some(entity_id), Some(path)) = (
        checks.not_null("project_id", project_id),
        checks.not_null("entity_type", entity_type),
        checks.not_null("entity_id", entity_id),
        checks.not_blank("path", query.text("path")),
    ) else {
        return Err(checks.into_error());
    };
    checks.finish()?;

    // In store mode too, although no link is built from it there.
    let base = decode_base_url(path)?;
    let workspace = workspace.require()?;
    let entity = Entity { workspace_id: workspace.id, project_id, entity_type, entity_id };
    let found = app.database.list_attachments(entity, page, size).await?;
    let content = found
        .rows
        .into_iter()
        .map(|row| item(&app, &base, &workspace.name, &entity, row))
        .collect::<Result<Vec<_>, ApiError>>()?;
    Ok(Json(ListResponse { page, size: content.len(), total: found.total, content, sortable_by: [] }))
}

fn item(
    app: &AppState,
    base: &str,
    workspace_name: &str,
    entity: &Entity,
    row: Attachment,
) -> Result<ListItem, ApiError> {
    let link = match app.mode {
        Mode::Direct => download_link(base, workspace_name, entity, &row)?,
        Mode::Store => app.store.presigned_get(&entity.object_key(&row.file_name)),
    };
    let Attachment { file_name, mime_type, file_size } = row;
    Ok(ListItem { link, file_name, file_size, mime_type })
}

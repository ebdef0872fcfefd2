//! The admin port: fault rules, the request log and the state. A separate port, so that nothing on it can be mistaken for
//! Opik's API.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{delete, get};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::backend::database::{AttachmentRecord, Database};
use crate::backend::error::ApiError;
use crate::backend::query::Query;
use crate::faults::RuleSet;
use crate::request_log::RequestLog;
use crate::store::StoreContents;

/// The shared state of its handlers.
#[derive(Clone, Debug)]
pub(crate) struct AdminState {
    pub(crate) rules: RuleSet,
    pub(crate) log: RequestLog,
    pub(crate) database: Database,
    pub(crate) contents: StoreContents,
}

/// Everything the admin port answers.
pub(crate) fn router(admin: AdminState) -> Router {
    Router::new()
        .route("/faults", get(list_faults).post(add_faults).delete(clear_faults))
        .route("/faults/{id}", delete(remove_fault))
        .route("/requests", get(list_requests).delete(clear_requests))
        .route("/state", get(show_state))
        .with_state(admin)
}

async fn list_faults(State(admin): State<AdminState>) -> Json<Value> {
    Json(admin.rules.list())
}

async fn add_faults(State(admin): State<AdminState>, body: Bytes) -> Response {
    let added =
        serde_json::from_slice(&body).map_err(|e| format!("no JSON: {e}")).and_then(|rule| admin.rules.add(rule));
    match added {
        Ok(ids) => (StatusCode::CREATED, Json(json!({ "ids": ids }))).into_response(),
        Err(cause) => error_response(StatusCode::BAD_REQUEST, &cause),
    }
}

async fn clear_faults(State(admin): State<AdminState>) -> StatusCode {
    admin.rules.clear();
    StatusCode::NO_CONTENT
}

async fn remove_fault(State(admin): State<AdminState>, Path(id): Path<String>) -> Response {
    if id.parse().is_ok_and(|id| admin.rules.remove(id)) {
        StatusCode::NO_CONTENT.into_response()
    } else {
        error_response(StatusCode::NOT_FOUND, &format!("no rule has the id {id:?}"))
    }
}

async fn list_requests(State(admin): State<AdminState>, query: Query) -> Response {
    match query.text("after").unwrap_or("0").parse() {
        Ok(id) => Json(admin.log.after(id)).into_response(),
        Err(_) => error_response(StatusCode::BAD_REQUEST, "after: expected the id of a request"),
    }
}

async fn clear_requests(State(admin): State<AdminState>) -> StatusCode {
    admin.log.clear();
    StatusCode::NO_CONTENT
}

async fn show_state(State(admin): State<AdminState>) -> Result<Json<Value>, ApiError> {
    let attachments = admin.database.all_attachments().await?;
    let keys = attachments.iter().filter_map(|placed| placed.entity.checked_object_key(&placed.attachment.file_name));
    let objects = admin.contents.objects(keys.collect()).await?;
    let open_uploads = admin.contents.open_uploads().await?;
    let rows: Vec<Value> = attachments.iter().map(row).collect();
    Ok(Json(json!({ "rows": rows, "objects": objects, "open_uploads": open_uploads })))
}

fn row(placed: &AttachmentRecord) -> Value {
    let AttachmentRecord { attachment, workspace, project, entity } = placed;
    json!({
        "workspace": workspace,
        "project": project,
        "project_id": entity.project_id,
        "entity_type": entity.entity_type.as_str(),
        "entity_id": entity.entity_id,
        "file_name": attachment.file_name,
        "mime_type": attachment.mime_type,
        "file_size": attachment.file_size,
        "key": entity.object_key(&attachment.file_name),
    })
}

fn error_response(status: StatusCode, cause: &str) -> Response {
    (status, Json(json!({ "error": cause }))).into_response()
}

//! What the admin port answers: it orders faults, shows what arrived, and shows what there is. A port of its own, so
//! that nothing on it can be mistaken for Opik.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{delete, get};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::backend::database::{Database, PlacedAttachment};
use crate::backend::error::ApiError;
use crate::backend::query::Query;
use crate::faults::Faults;
use crate::request_log::RequestLog;
use crate::store::Holdings;

/// What it has its eyes and hands on at the two origins; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Watch {
    pub(crate) faults: Faults,
    pub(crate) log: RequestLog,
}

impl Watch {
    pub(crate) fn new() -> Self {
        Self { faults: Faults::default(), log: RequestLog::new() }
    }
}

/// What its handlers can reach.
#[derive(Clone, Debug)]
pub(crate) struct Admin {
    pub(crate) watch: Watch,
    pub(crate) database: Database,
    pub(crate) holdings: Holdings,
}

/// Everything the admin port answers.
pub(crate) fn router(admin: Admin) -> Router {
    Router::new()
        .route("/faults", get(list_faults).post(add_faults).delete(clear_faults))
        .route("/faults/{id}", delete(remove_fault))
        .route("/requests", get(list_requests).delete(clear_requests))
        .route("/state", get(show_state))
        .with_state(admin)
}

async fn list_faults(State(admin): State<Admin>) -> Json<Value> {
    Json(admin.watch.faults.list())
}

async fn add_faults(State(admin): State<Admin>, body: Bytes) -> Response {
    let added = serde_json::from_slice(&body)
        .map_err(|e| format!("no JSON: {e}"))
        .and_then(|rule| admin.watch.faults.add(rule));
    match added {
        Ok(ids) => (StatusCode::CREATED, Json(json!({ "ids": ids }))).into_response(),
        Err(cause) => refusal(StatusCode::BAD_REQUEST, &cause),
    }
}

async fn clear_faults(State(admin): State<Admin>) -> StatusCode {
    admin.watch.faults.clear();
    StatusCode::NO_CONTENT
}

async fn remove_fault(State(admin): State<Admin>, Path(id): Path<String>) -> Response {
    if id.parse().is_ok_and(|id| admin.watch.faults.remove(id)) {
        StatusCode::NO_CONTENT.into_response()
    } else {
        refusal(StatusCode::NOT_FOUND, &format!("no rule has the id {id:?}"))
    }
}

async fn list_requests(State(admin): State<Admin>, query: Query) -> Response {
    match query.text("after").unwrap_or("0").parse() {
        Ok(id) => Json(admin.watch.log.after(id)).into_response(),
        Err(_) => refusal(StatusCode::BAD_REQUEST, "after: expected the id of a request"),
    }
}

async fn clear_requests(State(admin): State<Admin>) -> StatusCode {
    admin.watch.log.clear();
    StatusCode::NO_CONTENT
}

async fn show_state(State(admin): State<Admin>) -> Result<Json<Value>, ApiError> {
    let attachments = admin.database.all_attachments().await?;
    let keys = attachments.iter().filter_map(|placed| placed.entity.reachable_key(&placed.attachment.file_name));
    let objects = admin.holdings.objects(keys.collect()).await?;
    let open_uploads = admin.holdings.open_uploads().await?;
    let rows: Vec<Value> = attachments.iter().map(row).collect();
    Ok(Json(json!({ "rows": rows, "objects": objects, "open_uploads": open_uploads })))
}

fn row(placed: &PlacedAttachment) -> Value {
    let PlacedAttachment { attachment, workspace, project, entity } = placed;
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

fn refusal(status: StatusCode, cause: &str) -> Response {
    (status, Json(json!({ "error": cause }))).into_response()
}

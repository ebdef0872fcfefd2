//! `GET is-alive/ping`: whether the server is up, which Opik's Python SDK asks now and then. Needs no key.

use axum::Json;
use serde_json::{Value, json};

pub(crate) async fn ping() -> Json<Value> {
    Json(json!({ "message": "Healthy Server", "healthy": true }))
}

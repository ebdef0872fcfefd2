//! The check of the ids of traces and spans in uploads.

use axum::http::StatusCode;
use uuid::Uuid;

use crate::backend::error::ApiError;
use crate::backend::model::EntityType;
use crate::config::EntityIds;

/// Refuses an id of another version than uploads may name.
pub(crate) fn check_entity_id(accepted: EntityIds, entity_type: EntityType, id: Uuid) -> Result<(), ApiError> {
    if accepted == EntityIds::Any || id.get_version_num() == 7 {
        return Ok(());
    }
    let subject = match entity_type {
        EntityType::Trace => "Trace",
        EntityType::Span => "Span",
    };
    let details = format!("{subject} id must be a version 7 UUID");
    Err(ApiError::Details(StatusCode::BAD_REQUEST, "Invalid UUID for id", details))
}

//! Which ids of traces and spans uploads may name.

use axum::http::StatusCode;
use uuid::Uuid;

use crate::backend::error::ApiError;
use crate::backend::model::EntityType;

/// Which ids an upload may be for. Lists, downloads and deletions take any, whatever this says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EntityIds {
    /// Version 7 UUIDs, as Opik's SDKs make them: Opik since 21 July 2026.
    #[default]
    V7,
    /// Any UUID: Opik before.
    Any,
}

impl EntityIds {
    /// Refuses an id of another version.
    pub(crate) fn check(self, entity_type: EntityType, id: Uuid) -> Result<(), ApiError> {
        if self == Self::Any || id.get_version_num() == 7 {
            return Ok(());
        }
        let subject = match entity_type {
            EntityType::Trace => "Trace",
            EntityType::Span => "Span",
        };
        let details = format!("{subject} id must be a version 7 UUID");
        Err(ApiError::Details(StatusCode::BAD_REQUEST, "Invalid UUID for id", details))
    }
}

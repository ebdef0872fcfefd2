//! The error answers of the backend. Opik has two JSON shapes: `code` with `message`, sometimes with
//! `details`, and a list of `errors`.

use std::io::Write as _;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use uuid::Uuid;

use crate::store::StoreError;

/// An answer that is not a success.
#[derive(Debug)]
pub(crate) enum ApiError {
    /// `{"code":N,"message":"..."}`
    Message(StatusCode, String),
    /// `{"code":N,"message":"...","details":"..."}`
    Details(StatusCode, &'static str, String),
    /// `{"errors":["...", ...]}`: failed validation, and the project that is not there.
    List(StatusCode, Vec<String>),
    /// Something the client is told nothing about. The text goes to standard error.
    Internal(String),
}

impl ApiError {
    pub(crate) fn message(status: StatusCode, message: impl Into<String>) -> Self {
        Self::Message(status, message.into())
    }

    /// The bare text a framework answers with when no code of Opik's own is involved, as for an unknown path.
    pub(crate) fn status(status: StatusCode) -> Self {
        let reason = status.canonical_reason().unwrap_or_default();
        Self::Message(status, format!("HTTP {} {reason}", status.as_u16()))
    }

    /// The project does not exist, or the request has no access to it.
    pub(crate) fn project_not_found() -> Self {
        Self::List(StatusCode::NOT_FOUND, vec!["Project not found".to_owned()])
    }

    /// A name that no object can have. Opik's clients get the generic 500.
    pub(crate) fn invalid_object_name(file_name: &str) -> Self {
        Self::internal(format!("there can be no object named {file_name:?}"))
    }

    pub(crate) fn internal(cause: impl Into<String>) -> Self {
        Self::Internal(cause.into())
    }
}

impl From<StoreError> for ApiError {
    /// Every failure of the store is the same to Opik's clients: the generic 500.
    fn from(error: StoreError) -> Self {
        Self::internal(error.to_string())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            Self::List(status, errors) => return (status, Json(json!({ "errors": errors }))).into_response(),
            Self::Details(status, message, details) => {
                let body = json!({ "code": status.as_u16(), "message": message, "details": details });
                return (status, Json(body)).into_response();
            }
            Self::Message(status, message) => (status, message),
            Self::Internal(cause) => {
                let id = log(&cause);
                let message = format!("There was an error processing your request. It has been logged (ID {id}).");
                (StatusCode::INTERNAL_SERVER_ERROR, message)
            }
        };
        (status, Json(json!({ "code": status.as_u16(), "message": message }))).into_response()
    }
}

/// Writes the cause to standard error and returns the 16 hex digits it can be found by.
fn log(cause: &str) -> String {
    let id = format!("{:016x}", Uuid::new_v4().as_u64_pair().1);
    // A closed standard error must not turn into a second failure.
    let _ = writeln!(std::io::stderr().lock(), "opik-attachments-server: error {id}: {cause}");
    id
}

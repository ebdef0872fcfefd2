//! Reading JSON bodies, with the exact answers Opik gives to bad ones.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::error::ApiError;
use crate::model::EntityType;
use crate::uuid_text::parse_json_uuid;

/// The largest JSON body read, 16 MiB: many times a completion of 10,000 parts.
const LARGEST: usize = 16 << 20;

/// Proof that the body is declared to be JSON. Handlers take this first: content types are part of the routing, which
/// comes before anything else.
#[derive(Debug)]
pub(crate) struct DeclaredJson;

impl<S: Sync> FromRequestParts<S> for DeclaredJson {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let declared = parts.headers.get(header::CONTENT_TYPE).map(|value| {
            let text = value.to_str().unwrap_or_default();
            let essence = text.split(';').next().unwrap_or_default().trim();
            essence.eq_ignore_ascii_case("application/json")
        });
        if declared.unwrap_or_else(|| !has_body(&parts.headers)) {
            Ok(Self)
        } else {
            Err(ApiError::bare(StatusCode::UNSUPPORTED_MEDIA_TYPE))
        }
    }
}

fn has_body(headers: &HeaderMap) -> bool {
    headers.contains_key(header::TRANSFER_ENCODING)
        || headers.get(header::CONTENT_LENGTH).is_some_and(|length| length != "0")
}

/// The object a request carries. Unknown keys are ignored, and `null` is the same as a missing key.
#[derive(Debug)]
pub(crate) struct JsonObject(Map<String, Value>);

impl<S: Sync> FromRequest<S> for JsonObject {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let body: Body = request.into_body();
        let bytes = to_bytes(body, LARGEST).await.map_err(|e| unable(&e.to_string()))?;
        if bytes.is_empty() {
            // Opik's handlers do not guard against this one.
            return Err(ApiError::internal("a JSON request without a body"));
        }
        match serde_json::from_slice(&bytes).map_err(|e| unable(&e.to_string()))? {
            Value::Object(fields) => Ok(Self(fields)),
            Value::Null => Err(ApiError::internal("a JSON request with null for a body")),
            _ => Err(unable("expected an object")),
        }
    }
}

fn unable(why: &str) -> ApiError {
    ApiError::message(StatusCode::BAD_REQUEST, format!("Unable to process JSON. {why}"))
}

impl JsonObject {
    fn read<'a, T>(
        &'a self,
        key: &str,
        kind: &str,
        convert: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, ApiError> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match convert(value) {
                Some(value) => Ok(Some(value)),
                None => Err(unable(&format!("{key} is not {kind}"))),
            },
        }
    }

    pub(crate) fn text(&self, key: &str) -> Result<Option<&str>, ApiError> {
        self.read(key, "a string", Value::as_str)
    }

    pub(crate) fn int32(&self, key: &str) -> Result<Option<i32>, ApiError> {
        self.read(key, "a 32-bit integer", |value| value.as_i64()?.try_into().ok())
    }

    pub(crate) fn int64(&self, key: &str) -> Result<Option<i64>, ApiError> {
        self.read(key, "a 64-bit integer", Value::as_i64)
    }

    pub(crate) fn uuid(&self, key: &str) -> Result<Option<Uuid>, ApiError> {
        self.read(key, "a UUID", |value| parse_json_uuid(value.as_str()?))
    }

    pub(crate) fn entity_type(&self) -> Result<Option<EntityType>, ApiError> {
        self.read("entity_type", "one of [trace, span]", |value| EntityType::parse(value.as_str()?))
    }

    pub(crate) fn texts(&self, key: &str) -> Result<Option<Vec<String>>, ApiError> {
        self.read(key, "a list of strings", |value| {
            value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
        })
    }

    /// A list of objects, none of which is looked into yet.
    pub(crate) fn objects(&self, key: &str) -> Result<Option<Vec<Self>>, ApiError> {
        self.read(key, "a list of objects", |value| {
            value.as_array()?.iter().map(|item| item.as_object().cloned().map(Self)).collect()
        })
    }
}

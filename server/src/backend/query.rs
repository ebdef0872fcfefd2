//! Reading query parameters, with the exact answers Opik gives to bad ones.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use uuid::Uuid;

use crate::backend::error::ApiError;
use crate::backend::model::EntityType;
use crate::backend::uuid_text::parse_query_uuid;

/// The decoded query of a request. Where a name comes twice, the first counts.
#[derive(Debug)]
pub(crate) struct Query(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

impl Query {
    pub(crate) fn of(parts: &Parts) -> Self {
        let query = parts.uri.query().unwrap_or_default();
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Text of typed parameters, where an empty value counts as none.
    fn typed(&self, name: &str) -> Option<&str> {
        self.text(name).filter(|text| !text.is_empty())
    }

    /// A value that is no UUID makes the whole request a 404, as if the path did not exist.
    pub(crate) fn uuid(&self, name: &str) -> Result<Option<Uuid>, ApiError> {
        self.typed(name).map(|text| parse_query_uuid(text).ok_or(ApiError::status(StatusCode::NOT_FOUND))).transpose()
    }

    /// A 32-bit number; anything else makes the whole request a 404.
    pub(crate) fn int(&self, name: &str, default: i32) -> Result<i32, ApiError> {
        self.typed(name).map_or(Ok(default), |text| text.parse().map_err(|_| ApiError::status(StatusCode::NOT_FOUND)))
    }

    pub(crate) fn entity_type(&self) -> Result<Option<EntityType>, ApiError> {
        let refused = || {
            let message = "Failed to convert query param entity_type to EntityType";
            ApiError::message(StatusCode::BAD_REQUEST, message)
        };
        self.typed("entity_type").map(|text| EntityType::parse(text).ok_or_else(refused)).transpose()
    }
}

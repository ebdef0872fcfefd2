//! Routing as in Opik's framework, before the code of an endpoint: `OPTIONS`, 405, trailing slashes, `Accept` and
//! `Content-Type`.

use axum::extract::{FromRequestParts, Request};
use axum::handler::Handler;
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::backend::error::ApiError;
use crate::http::jetty;
use crate::http::media_type::is_media_type;

/// An endpoint of one method.
pub(crate) struct Endpoint {
    filter: MethodFilter,
    /// Answers `OPTIONS`.
    options: &'static str,
    /// Comes with a 405.
    allow: &'static str,
}

pub(crate) const GET: Endpoint =
    Endpoint { filter: MethodFilter::GET, options: "HEAD, GET, OPTIONS", allow: "GET,OPTIONS" };
pub(crate) const POST: Endpoint =
    Endpoint { filter: MethodFilter::POST, options: "POST, OPTIONS", allow: "POST,OPTIONS" };
pub(crate) const PUT: Endpoint = Endpoint { filter: MethodFilter::PUT, options: "OPTIONS, PUT", allow: "OPTIONS,PUT" };

impl Endpoint {
    /// The route of the endpoint with this handler.
    pub(crate) fn handled_by<T, S>(self, handler: impl Handler<T, S>) -> MethodRouter<S>
    where
        T: 'static,
        S: Clone + Send + Sync + 'static,
    {
        let Self { filter, options, allow } = self;
        let options_response = move || async move {
            let allow = HeaderValue::from_str(&options.replace(", ", ",")).ok();
            let mut response = ([(header::CONTENT_TYPE, "text/plain")], options).into_response();
            response.headers_mut().extend(allow.map(|allow| (header::ALLOW, allow)));
            response
        };
        let method_not_allowed =
            move || async move { ([(header::ALLOW, allow)], ApiError::status(StatusCode::METHOD_NOT_ALLOWED)) };
        on(filter, handler).on(MethodFilter::OPTIONS, options_response).fallback(method_not_allowed)
    }
}

/// Ignores one trailing slash of the path, and refuses an invalid `Content-Type`.
pub(crate) async fn normalize_request(mut request: Request, next: Next) -> Response {
    let declared = request.headers().get(header::CONTENT_TYPE);
    if declared.is_some_and(|value| !value.to_str().is_ok_and(is_media_type)) {
        return jetty::empty(StatusCode::BAD_REQUEST);
    }
    if let Some(uri) = strip_trailing_slash(request.uri()) {
        *request.uri_mut() = uri;
    }
    next.run(request).await
}

fn strip_trailing_slash(uri: &Uri) -> Option<Uri> {
    let path = uri.path().strip_suffix('/').filter(|path| !path.is_empty())?;
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = PathAndQuery::try_from(format!("{path}{query}")).ok();
    Uri::from_parts(parts).ok()
}

/// Proof that the client accepts JSON. Handlers that answer nothing else take this argument first, because content
/// negotiation is part of routing.
#[derive(Debug)]
pub(crate) struct AcceptsJson;

impl<S: Sync> FromRequestParts<S> for AcceptsJson {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        if accepts_json(&parts.headers) { Ok(Self) } else { Err(ApiError::status(StatusCode::NOT_ACCEPTABLE)) }
    }
}

fn accepts_json(headers: &HeaderMap) -> bool {
    let mut ranges = headers
        .get_all(header::ACCEPT)
        .iter()
        .flat_map(|value| value.to_str().unwrap_or_default().split(','))
        .map(|range| range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
        .peekable();
    ranges.peek().is_none()
        || ranges.any(|range| ["*/*", "application/*", "application/json"].contains(&range.as_str()))
}

/// Proof that the body is declared as JSON, and that the client accepts JSON.
#[derive(Debug)]
pub(crate) struct JsonContentType;

impl<S: Sync> FromRequestParts<S> for JsonContentType {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let declared = parts.headers.get(header::CONTENT_TYPE).map(|value| {
            let text = value.to_str().unwrap_or_default();
            let essence = text.split(';').next().unwrap_or_default().trim();
            essence.eq_ignore_ascii_case("application/json")
        });
        if !declared.unwrap_or_else(|| !has_body(&parts.headers)) {
            return Err(ApiError::status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        AcceptsJson::from_request_parts(parts, state).await.map(|AcceptsJson| Self)
    }
}

fn has_body(headers: &HeaderMap) -> bool {
    headers.contains_key(header::TRANSFER_ENCODING)
        || headers.get(header::CONTENT_LENGTH).is_some_and(|length| length != "0")
}

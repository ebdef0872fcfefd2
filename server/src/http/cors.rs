//! CORS of the backend, as with Opik's `CORS=true`: any origin, with credentials, but only a fixed list of headers.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

const METHODS: HeaderValue = HeaderValue::from_static("HEAD,POST,PATCH,PUT,OPTIONS,GET,DELETE");
const REQUEST_HEADERS: HeaderValue = HeaderValue::from_static(
    "comet-username,Comet-Sdk-Api,Comet-Workspace,comet-react-ver,Content-Type,opikApiKey,Accept,Origin,\
     X-Requested-With,Authorization",
);
const EXPOSED: HeaderValue = HeaderValue::from_static("X-Opik-Actual-Model,Location,X-Opik-Provider");
const MAX_AGE_SECONDS: HeaderValue = HeaderValue::from_static("60");

/// Answers preflights before routing, and labels every other answer.
pub(crate) async fn backend_cors(request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let preflight = is_preflight(request.method(), request.headers());
    let mut response = if preflight { StatusCode::OK.into_response() } else { next.run(request).await };
    if is_verbatim(&response) {
        return response;
    }

    let headers = response.headers_mut();
    // Also where there is no origin: a cache must not hand that answer to a page that has one.
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        let rest: &[(HeaderName, HeaderValue)] = if preflight {
            &[
                (header::ACCESS_CONTROL_ALLOW_METHODS, METHODS),
                (header::ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS),
                (header::ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS),
            ]
        } else {
            &[(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED)]
        };
        headers.extend(rest.iter().cloned());
    }
    response
}

/// Marks a response of a gateway in front of an origin, to which no headers are added.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Verbatim;

pub(crate) fn is_verbatim(response: &Response) -> bool {
    response.extensions().get::<Verbatim>().is_some()
}

/// Returns whether the request is a CORS preflight.
pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    method == Method::OPTIONS
        && headers.contains_key(header::ORIGIN)
        && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

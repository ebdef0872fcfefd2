//! The cross-origin rules of a bucket. Of one that was set up well, unless told otherwise: any page may fetch and
//! upload, without credentials, and may read the `ETag` an upload cannot be completed without.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};

use super::front::xml_error;
use crate::config::StoreCors;
use crate::cors::{is_bare, is_preflight};

const ANY: HeaderValue = HeaderValue::from_static("*");
const METHODS: HeaderValue = HeaderValue::from_static("GET, PUT, HEAD");
const EXPOSED: HeaderValue = HeaderValue::from_static("ETag, Content-Range, Accept-Ranges, Content-Length");
const EXPOSED_WITHOUT_ETAG: HeaderValue = HeaderValue::from_static("Content-Range, Accept-Ranges, Content-Length");
const MAX_AGE_SECONDS: HeaderValue = HeaderValue::from_static("3000");
const VARY: HeaderValue =
    HeaderValue::from_static("Origin, Access-Control-Request-Headers, Access-Control-Request-Method");

/// Puts the bucket's rules round the store.
pub(crate) fn with_bucket_cors(store: Router, rules: StoreCors) -> Router {
    store.layer(from_fn_with_state(rules, bucket_cors))
}

/// Answers preflights, and labels the answers to pages of other origins.
async fn bucket_cors(State(rules): State<StoreCors>, request: Request, next: Next) -> Response {
    if is_preflight(request.method(), request.headers()) {
        return preflight(rules, &request);
    }
    let cross_origin = request.headers().contains_key(header::ORIGIN);
    let mut response = next.run(request).await;
    if is_bare(&response) {
        return response;
    }
    let exposed = match rules {
        StoreCors::On => EXPOSED,
        StoreCors::NoEtag => EXPOSED_WITHOUT_ETAG,
        StoreCors::Off => return response,
    };
    if cross_origin {
        allow(&mut response, &[(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed)]);
    }
    response
}

fn preflight(rules: StoreCors, request: &Request) -> Response {
    if rules == StoreCors::Off {
        let message = "CORSResponse: CORS is not enabled for this bucket.";
        return xml_error(StatusCode::FORBIDDEN, "AccessForbidden", message);
    }
    let wanted = request.headers().get(header::ACCESS_CONTROL_REQUEST_METHOD);
    if !wanted.is_some_and(|method| ["GET", "PUT", "HEAD"].iter().any(|allowed| method == allowed)) {
        let message = "CORSResponse: This CORS request is not allowed.";
        return xml_error(StatusCode::FORBIDDEN, "AccessForbidden", message);
    }
    let mut response = StatusCode::OK.into_response();
    allow(
        &mut response,
        &[(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS), (header::ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS)],
    );
    if let Some(headers) = request.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_HEADERS, headers.clone());
    }
    response
}

fn allow(response: &mut Response, more: &[(HeaderName, HeaderValue)]) {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
    headers.append(header::VARY, VARY);
    headers.extend(more.iter().cloned());
}

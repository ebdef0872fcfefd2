//! CORS of the embedded store. By default as in MinIO: any page may do and read everything.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};

use super::error_response::error_response;
use crate::config::StoreCors;
use crate::http::cors::{is_preflight, is_verbatim};

const ANY: HeaderValue = HeaderValue::from_static("*");
const TRUE: HeaderValue = HeaderValue::from_static("true");
const METHODS: HeaderValue = HeaderValue::from_static("GET, PUT, HEAD");
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "Date, Etag, Server, Connection, Accept-Ranges, Content-Range, Content-Encoding, Content-Length, Content-Type, \
     Content-Disposition, Last-Modified, Content-Language, Cache-Control, Retry-After, X-Amz-Bucket-Region, Expires, \
     X-Amz*, X-Amz*, *",
);
const EXPOSED_WITHOUT_ETAG: HeaderValue = HeaderValue::from_static("Content-Range, Accept-Ranges, Content-Length");
const MAX_AGE_SECONDS: HeaderValue = HeaderValue::from_static("3000");
const VARY_ANSWER: HeaderValue = HeaderValue::from_static("Origin, Accept-Encoding");
const VARY: HeaderValue =
    HeaderValue::from_static("Origin, Access-Control-Request-Method, Access-Control-Request-Headers");

/// Adds the rules around the store.
pub(crate) fn with_bucket_cors(store: Router, rules: StoreCors) -> Router {
    store.layer(from_fn_with_state(rules, bucket_cors))
}

/// Answers preflights, and labels the answers to pages of other origins.
async fn bucket_cors(State(rules): State<StoreCors>, request: Request, next: Next) -> Response {
    if is_preflight(request.method(), request.headers()) {
        return preflight(rules, &request);
    }
    let origin = request.headers().get(header::ORIGIN).cloned();
    let mut response = next.run(request).await;
    let Some(origin) = origin.filter(|_| !is_verbatim(&response)) else { return response };
    match rules {
        StoreCors::On => {
            allow(&mut response, origin, &[(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED)]);
            let headers = response.headers_mut();
            headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
            headers.insert(header::VARY, VARY_ANSWER);
        }
        StoreCors::NoEtag => {
            allow(&mut response, ANY, &[(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED_WITHOUT_ETAG)]);
        }
        StoreCors::Off => {}
    }
    response
}

fn preflight(rules: StoreCors, request: &Request) -> Response {
    let asked = |name: HeaderName| request.headers().get(name).cloned();
    let refuse =
        |message| error_response(StatusCode::FORBIDDEN, "AccessForbidden", message, request.method(), request.uri());
    let method = asked(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match rules {
        StoreCors::Off => return refuse("CORSResponse: CORS is not enabled for this bucket."),
        StoreCors::On => {
            let mut response = StatusCode::NO_CONTENT.into_response();
            let origin = asked(header::ORIGIN).unwrap_or(ANY);
            allow(&mut response, origin, &[(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE)]);
            set(response.headers_mut(), header::ACCESS_CONTROL_ALLOW_METHODS, method);
            response
        }
        StoreCors::NoEtag => {
            if !method.is_some_and(|method| ["GET", "PUT", "HEAD"].iter().any(|allowed| method == allowed)) {
                return refuse("CORSResponse: This CORS request is not allowed.");
            }
            let mut response = StatusCode::OK.into_response();
            let rest =
                [(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS), (header::ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS)];
            allow(&mut response, ANY, &rest);
            response
        }
    };
    let headers = response.headers_mut();
    set(headers, header::ACCESS_CONTROL_ALLOW_HEADERS, asked(header::ACCESS_CONTROL_REQUEST_HEADERS));
    headers.insert(header::VARY, VARY);
    response
}

fn allow(response: &mut Response, origin: HeaderValue, more: &[(HeaderName, HeaderValue)]) {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.extend(more.iter().cloned());
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: Option<HeaderValue>) {
    headers.extend(value.map(|value| (name, value)));
}

//! Checks of requests to the store that MinIO makes and s3s does not.

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::error_response::{add_common_headers, error_response, translate_error};

/// The required parameters of a presigned URL.
const SIGNED_BY: [&str; 6] = [
    "X-Amz-Algorithm=",
    "X-Amz-Credential=",
    "X-Amz-Signature=",
    "X-Amz-Date=",
    "X-Amz-SignedHeaders=",
    "X-Amz-Expires=",
];

/// Refuses a request that signs in twice or not completely, and a body that does not say how long it is.
pub(super) async fn check_request(mut request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let refuse = |status, code, message| error_response(status, code, message, &method, &uri);
    let query = uri.query().unwrap_or_default();
    let signed_by = SIGNED_BY.iter().filter(|name| query.split('&').any(|pair| pair.starts_with(**name))).count();
    if signed_by > 0 && request.headers().contains_key(header::AUTHORIZATION) {
        // Not MinIO's but AWS's rule: a client that sends its credentials where they do not belong is to be found out.
        return refuse(
            StatusCode::BAD_REQUEST,
            "InvalidArgument",
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
             parameter or the Authorization header should be specified",
        );
    }
    if signed_by > 0 && signed_by < SIGNED_BY.len() {
        return refuse(
            StatusCode::BAD_REQUEST,
            "AuthorizationQueryParametersError",
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, \
             X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
        );
    }
    let headers = request.headers_mut();
    if method == Method::PUT && !headers.contains_key(header::CONTENT_LENGTH) {
        if headers.contains_key(header::TRANSFER_ENCODING) {
            return refuse(
                StatusCode::LENGTH_REQUIRED,
                "MissingContentLength",
                "You must provide the Content-Length HTTP header.",
            );
        }
        // Without either there is no body.
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    let mut response = next.run(request).await;
    if response.status().is_client_error() || response.status().is_server_error() {
        return translate_error(response, &method, &uri).await;
    }
    add_common_headers(&mut response);
    response
}

//! Two refusals of S3's that the embedded store would not make by itself.

use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Refuses a request that signs in twice, and a body that does not say how long it is.
pub(super) async fn check(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let presigned = request.uri().query().is_some_and(|query| query.contains("X-Amz-Signature="));
    if presigned && headers.contains_key(header::AUTHORIZATION) {
        return xml_error(
            StatusCode::BAD_REQUEST,
            "InvalidArgument",
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
             parameter or the Authorization header should be specified",
        );
    }
    if request.method() == Method::PUT && !headers.contains_key(header::CONTENT_LENGTH) {
        if headers.contains_key(header::TRANSFER_ENCODING) {
            return xml_error(
                StatusCode::NOT_IMPLEMENTED,
                "NotImplemented",
                "A header you provided implies functionality that is not implemented",
            );
        }
        return xml_error(
            StatusCode::LENGTH_REQUIRED,
            "MissingContentLength",
            "You must provide the Content-Length HTTP header.",
        );
    }
    next.run(request).await
}

/// An error as S3 words it. `code` and `message` must need no escaping.
pub(super) fn xml_error(status: StatusCode, code: &str, message: &str) -> Response {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    );
    (status, [(header::CONTENT_TYPE, "application/xml")], body).into_response()
}

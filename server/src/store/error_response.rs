//! Error responses of the store, in MinIO's wording.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::to_bytes;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use percent_encoding::percent_decode_str;

use super::xml::{element, escape, unescape};

/// The `HostId` of MinIO.
const HOST_ID: &str = "dd9025bab4ad464b049177c95eb6ebf374d3b3fd1af9251148b658df7ac2e3e8";

/// The longest XML that is read to be rewritten.
const MAX_BODY: usize = 64 << 10;

/// Messages of codes for which s3s has none.
const MESSAGES: [(&str, &str); 12] = [
    ("AccessDenied", "Access Denied."),
    ("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed object size."),
    ("InvalidArgument", "Invalid argument"),
    (
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified \
         entity tag may not match the part's entity tag.",
    ),
    (
        "InvalidPartOrder",
        "The list of parts was not in ascending order. The parts list must be specified in order by part number.",
    ),
    ("InvalidRange", "The requested range is not satisfiable"),
    ("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema."),
    ("MethodNotAllowed", "The specified method is not allowed against this resource."),
    ("NoSuchBucket", "The specified bucket does not exist"),
    ("NoSuchKey", "The specified key does not exist."),
    (
        "NoSuchUpload",
        "The specified multipart upload does not exist. The upload ID may be invalid, or the upload may have been \
         aborted or completed.",
    ),
    (
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing \
         method.",
    ),
];

/// Headers that carry the additional XML elements of a refused range.
pub(super) const ACTUAL_SIZE: HeaderName = HeaderName::from_static("x-actual-object-size");
pub(super) const RANGE_REQUESTED: HeaderName = HeaderName::from_static("x-range-requested");

/// A refusal of a request.
pub(super) fn error_response(status: StatusCode, code: &str, message: &str, method: &Method, uri: &Uri) -> Response {
    build(status, code, message, "", method, uri)
}

fn build(status: StatusCode, code: &str, message: &str, details: &str, method: &Method, uri: &Uri) -> Response {
    let mut response = if method == Method::HEAD {
        (status, [(header::CONTENT_LENGTH, "0")]).into_response()
    } else {
        (status, [(header::CONTENT_TYPE, "application/xml")], xml(code, message, details, uri)).into_response()
    };
    add_common_headers(&mut response);
    response
}

/// Adds the headers of every MinIO response.
pub(super) fn add_common_headers(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::VARY, HeaderValue::from_static("Origin, Accept-Encoding"));
}

/// The same refusal as s3s has made, in MinIO's words.
pub(super) async fn translate_error(response: Response, method: &Method, uri: &Uri) -> Response {
    let status = response.status();
    let details: String = [(ACTUAL_SIZE, "ActualObjectSize"), (RANGE_REQUESTED, "RangeRequested")]
        .iter()
        .filter_map(|(header, element)| Some((element, response.headers().get(header)?.to_str().ok()?)))
        .map(|(element, value)| format!("<{element}>{value}</{element}>"))
        .collect();
    let body = to_bytes(response.into_body(), MAX_BODY).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&body);
    let code = element(&text, "Code").unwrap_or("InternalError");
    let known = MESSAGES.iter().find(|(known, _)| *known == code).map(|(_, message)| *message);
    let message = element(&text, "Message").map(unescape);
    let message = message.as_deref().or(known).unwrap_or("We encountered an internal error, please try again.");
    build(status, code, message, &details, method, uri)
}

fn xml(code: &str, message: &str, details: &str, uri: &Uri) -> String {
    static REQUESTS: AtomicU64 = AtomicU64::new(0x18A0_0000_0000_0000);
    let request = REQUESTS.fetch_add(1, Ordering::Relaxed);
    let resource = percent_decode_str(uri.path()).decode_utf8_lossy();
    let (bucket, key) = resource.trim_start_matches('/').split_once('/').unwrap_or((resource.trim_matches('/'), ""));
    let [message, bucket, key, resource] = [message, bucket, key, &resource].map(escape);
    let key = if key.is_empty() { key } else { format!("<Key>{key}</Key>") };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message>{key}\
         <BucketName>{bucket}</BucketName><Resource>{resource}</Resource><RequestId>{request:016X}</RequestId>\
         <HostId>{HOST_ID}</HostId>{details}</Error>"
    )
}

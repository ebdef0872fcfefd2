//! The declared length of a body.

use axum::http::{HeaderMap, header};

/// `Content-Length`, if it is there and a number.
pub(crate) fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

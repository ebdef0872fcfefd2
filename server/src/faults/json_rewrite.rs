//! JSON responses with changed values.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use serde_json::Value;

/// The longest response that is rewritten. A response with 100,000 links is shorter.
const MAX_BODY: usize = 256 << 20;

/// Does the work and changes the response. Leaves responses that are not JSON unchanged.
pub(super) async fn rewrite_json(mut request: Request, next: Next, change: impl FnOnce(&mut Value)) -> Response {
    // Compressed text could not be changed.
    request.headers_mut().remove(header::ACCEPT_ENCODING);
    let (mut head, body) = next.run(request).await.into_parts();
    let Ok(text) = to_bytes(body, MAX_BODY).await else {
        return Response::from_parts(head, Body::empty());
    };
    let Ok(mut answer) = serde_json::from_slice(&text) else {
        return Response::from_parts(head, Body::from(text));
    };
    change(&mut answer);
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, Body::from(answer.to_string()))
}

/// Replaces the value at a JSON pointer, if there is one.
pub(super) fn replace(answer: &mut Value, pointer: &str, value: Value) {
    if let Some(place) = answer.pointer_mut(pointer) {
        *place = value;
    }
}

/// Changes the number of part URLs: drops the last ones, or repeats the last one.
pub(super) fn resize_part_urls(answer: &mut Value, count: usize) {
    if let Some(urls) = answer.get_mut("pre_sign_urls").and_then(Value::as_array_mut)
        && let Some(last) = urls.last().cloned()
    {
        urls.resize(count, last);
    }
}

//! JSON answers that say something else than the truth.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use serde_json::Value;

/// The longest answer that is rewritten; an answer with 100,000 links is shorter.
const MAX_BODY: usize = 256 << 20;

/// Does the work and changes the answer. One that is no JSON stays as it is.
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

/// Puts a value where the pointer leads, if it leads anywhere.
pub(super) fn replace(answer: &mut Value, pointer: &str, value: Value) {
    if let Some(place) = answer.pointer_mut(pointer) {
        *place = value;
    }
}

/// Makes it so many part URLs: the first ones, or all and the last one again and again.
pub(super) fn resize_part_urls(answer: &mut Value, count: usize) {
    if let Some(urls) = answer.get_mut("pre_sign_urls").and_then(Value::as_array_mut)
        && let Some(last) = urls.last().cloned()
    {
        urls.resize(count, last);
    }
}

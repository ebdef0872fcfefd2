//! The size limit of direct uploads, as nginx in front of Opik applies it: the response is an HTML page without CORS
//! headers, which a page of another origin cannot tell from a network failure.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use futures_util::{StreamExt as _, stream};

use crate::http::content_length::declared_length;

/// Time limit for reading the rest of a refused body.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(30);

const PAGE: &str = "<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>\r\n\
    <center><h1>413 Request Entity Too Large</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

/// Refuses a direct upload of more than `limit` bytes, by its declared length or while it is read.
pub(crate) async fn limit_upload(limit: u64, request: Request, next: Next) -> Response {
    if request.method() != Method::PUT || !request.uri().path().ends_with("/v1/private/attachment/upload") {
        return next.run(request).await;
    }
    if declared_length(request.headers()).is_some_and(|length| length > limit) {
        // A client that waits for leave to send gets none, and has nothing to be read.
        if !request.headers().contains_key(header::EXPECT) {
            drain_in_background(request.into_body().into_data_stream());
        }
        return payload_too_large();
    }

    let exceeded = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&exceeded);
    let response = next.run(request.map(|body| limit_body(body, limit, flag))).await;
    // Whatever was made of the body that broke off.
    if exceeded.load(Ordering::Relaxed) { payload_too_large() } else { response }
}

/// The body up to the limit. Beyond it comes an error, and the flag is set.
fn limit_body(body: Body, limit: u64, exceeded: Arc<AtomicBool>) -> Body {
    let start = Some((body.into_data_stream(), limit));
    Body::from_stream(stream::unfold(start, move |state| {
        let exceeded = Arc::clone(&exceeded);
        async move {
            let (mut chunks, left) = state?;
            match chunks.next().await? {
                Err(error) => Some((Err(io::Error::other(error)), None)),
                Ok(chunk) => match left.checked_sub(chunk.len() as u64) {
                    Some(left) => Some((Ok(chunk), Some((chunks, left)))),
                    None => {
                        exceeded.store(true, Ordering::Relaxed);
                        drain_in_background(chunks);
                        Some((Err(io::Error::other("larger than the limit")), None))
                    }
                },
            }
        }
    }))
}

/// Reads on in the background: a connection closed on a client that is still sending is reset, and then the answer is
/// often lost.
fn drain_in_background(mut chunks: BodyDataStream) {
    tokio::spawn(tokio::time::timeout(DRAIN_TIMEOUT, async move { while let Some(Ok(_)) = chunks.next().await {} }));
}

fn payload_too_large() -> Response {
    (StatusCode::PAYLOAD_TOO_LARGE, Html(PAGE)).into_response()
}

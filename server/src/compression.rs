//! Gzip on the fly for whoever accepts it, as Opik's web server does it: no matter what an answer says, only how long it
//! is and what type it has. A file that is sent this way arrives without a length.

use axum::Router;
use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, Method, StatusCode, Version, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate as _, SizeAbove};

/// Answers that are known to be shorter go as they are.
const SHORTEST: u64 = 256;

/// Types that are compressed already, beside pictures, sound and films.
const ARCHIVES: [&str; 10] = [
    "application/brotli",
    "application/compress",
    "application/gzip",
    "application/vnd.bzip3",
    "application/x-7z-compressed",
    "application/x-bzip2",
    "application/x-rar-compressed",
    "application/x-xz",
    "application/zip",
    "application/zstd",
];

/// Compresses what the router answers.
pub(crate) fn compressed<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    let predicate = SizeAbove::new(SHORTEST).and(worth_it);
    router.layer(CompressionLayer::new().compress_when(predicate)).layer(from_fn(only_get_and_post))
}

/// The layer below does not look at methods, so it is told that other ones accept nothing.
async fn only_get_and_post(mut request: Request, next: Next) -> Response {
    if ![Method::GET, Method::POST].contains(request.method()) {
        request.headers_mut().remove(header::ACCEPT_ENCODING);
    }
    next.run(request).await
}

fn worth_it(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    // The one picture that is text.
    kind == "image/svg+xml"
        || !["image/", "audio/", "video/"].iter().any(|prefix| kind.starts_with(prefix))
            && !ARCHIVES.contains(&kind.as_str())
}

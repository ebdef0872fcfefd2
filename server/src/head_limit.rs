//! Opik's bound on the line and headers of a request. Its web server answers before any code of Opik's runs, in HTML.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};

const LARGEST: usize = 16 << 10;

/// Refuses a request whose line, or whose line and headers, are longer than that.
pub(crate) async fn limit_head(request: Request, next: Next) -> Response {
    let line = request.method().as_str().len() + request.uri().to_string().len() + "  HTTP/1.1\r\n".len();
    let headers: usize =
        request.headers().iter().map(|(name, value)| name.as_str().len() + ": \r\n".len() + value.len()).sum();
    if line > LARGEST {
        return refusal(StatusCode::URI_TOO_LONG);
    }
    if line + headers > LARGEST {
        return refusal(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    }
    next.run(request).await
}

fn refusal(status: StatusCode) -> Response {
    let reason = status.canonical_reason().unwrap_or_default();
    let page = format!("<h1>Bad Message {}</h1><pre>reason: {reason}</pre>", status.as_u16());
    (status, Html(page)).into_response()
}

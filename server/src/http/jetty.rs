//! The answers of Opik's web server itself, Jetty, which come before any code of Opik's runs or after it has failed in a
//! way that nothing catches. They are pages of HTML, and nothing that is added to other answers is added to them.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::http::cors::Verbatim;

/// The most bytes that the line of a request may have, and the line and headers together.
const MAX_HEAD: usize = 16 << 10;

/// Refuses a request whose line or head is too long, and one whose path does not say for sure what it means.
pub(crate) async fn check_head(request: Request, next: Next) -> Response {
    let uri = request.uri();
    let line = request.method().as_str().len() + uri.to_string().len() + "  HTTP/1.1\r\n".len();
    let headers: usize =
        request.headers().iter().map(|(name, value)| name.as_str().len() + ": \r\n".len() + value.len()).sum();
    if line > MAX_HEAD {
        return page(StatusCode::URI_TOO_LONG, "URI Too Long", "/badMessage");
    }
    if line + headers > MAX_HEAD {
        return with_connection_close(page(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "Request Header Fields Too Large",
            &target(uri),
        ));
    }
    if let Some(reason) = ambiguous_path(uri.path()) {
        return with_connection_close(page(StatusCode::BAD_REQUEST, reason, &target(uri)));
    }
    next.run(request).await
}

/// The reason why servers could interpret a path differently, if there is one.
fn ambiguous_path(path: &str) -> Option<&'static str> {
    if path.contains("//") {
        Some("Ambiguous URI empty segment")
    } else if path.to_ascii_lowercase().contains("%2f") {
        Some("Ambiguous URI path separator")
    } else {
        None
    }
}

fn target(uri: &Uri) -> String {
    uri.path_and_query().map(ToString::to_string).unwrap_or_default()
}

/// A page that says no more than the status and the reason. `uri` is what it says it was asked for.
pub(crate) fn page(status: StatusCode, reason: &str, uri: &str) -> Response {
    let code = status.as_u16();
    let [reason, uri] = [reason, uri].map(escape);
    let text = format!(
        "<html>\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html;charset=ISO-8859-1\"/>\n\
         <title>Error {code} {reason}</title>\n</head>\n<body>\n<h2>HTTP ERROR {code} {reason}</h2>\n<table>\n\
         <tr><th>URI:</th><td>{uri}</td></tr>\n<tr><th>STATUS:</th><td>{code}</td></tr>\n\
         <tr><th>MESSAGE:</th><td>{reason}</td></tr>\n</table>\n\n</body>\n</html>\n"
    );
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect();
    let headers = [
        (header::CONTENT_TYPE, "text/html;charset=iso-8859-1"),
        (header::CACHE_CONTROL, "must-revalidate,no-cache,no-store"),
    ];
    let mut response = (status, headers, bytes).into_response();
    response.extensions_mut().insert(Verbatim);
    response
}

/// An empty answer that nothing is added to.
pub(crate) fn empty(status: StatusCode) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(Verbatim);
    response
}

fn with_connection_close(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            other => escaped.push(other),
        }
    }
    escaped
}

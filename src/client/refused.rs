//! From an answer that is no success to an error that says what to do.

use crate::core::error::{Code, Error};
use crate::core::http::{Destination, Request};
use crate::core::json::Json;
use crate::core::replies::{refusal, says_expired};

/// The longest part of a server's words that goes into a message; `body` has all of them.
const MOST_WORDS: usize = 300;

/// The error for an answer of `status` with `body` to `request`.
pub(super) fn refused<J: Json, B>(request: &Request<'_, B>, status: u16, body: String) -> Error {
    let to_backend = matches!(request.to, Destination::Backend(_));
    let what = format!("{} {}", request.method.as_str(), request.to.printable());
    // 304 leads nowhere: it answers a condition, and none was set.
    if status == 0 || (300..400).contains(&status) && status != 304 {
        let message = format!("{what}: the server redirects");
        let error = Error::new(Code::ApiError, message).with_answer(status, None);
        return error
            .with_hint("Redirects are not followed where credentials are sent. Use the final address as apiUrl.");
    }
    let words = refusal::<J>(&body).unwrap_or_default();
    let mut message = format!("{what}: answered {}", u64::from(status));
    if !words.is_empty() {
        message.push_str(": ");
        message.extend(words.chars().take(MOST_WORDS));
    }
    let code = match status {
        401 if to_backend => Code::Unauthorized,
        403 if to_backend => Code::Forbidden,
        // Garage says it with a 400.
        400 | 403 if !to_backend && says_expired(&body) => Code::UrlExpired,
        429 => Code::RateLimited,
        _ => Code::ApiError,
    };
    let error = Error::new(code, message).with_answer(status, Some(body));
    match hint(to_backend, status, &words) {
        Some(hint) => error.with_hint(hint),
        None => error,
    }
}

fn hint(to_backend: bool, status: u16, words: &str) -> Option<&'static str> {
    Some(match (to_backend, status) {
        (true, 400) if words.starts_with("Invalid UUID") => "Opik takes ids of version 7 only, as its SDKs make them.",
        (true, 401) => "Check apiKey. It is sent as it is, without \"Bearer\".",
        (true, 403) if words.starts_with("Direct attachment") => "The server's mode has changed. Try again.",
        (true, 403) => "Check workspaceName, and that this API key may use that workspace.",
        (true, 404) if words.starts_with("Workspace") => {
            "Check workspaceName. An Opik without authentication has one workspace, \"default\"."
        }
        (true, 404) if words.is_empty() || words == "HTTP 404 Not Found" => {
            "Check apiUrl. Behind Opik's own UI it ends in /api."
        }
        (_, 413) => "A proxy limits the size of a request (Opik's nginx: client_max_body_size).",
        (_, 504) => "A proxy gave up waiting (Opik's nginx: proxy_read_timeout).",
        (false, 403) => "The store refuses the presigned URL: it has expired, or something on the way has changed it.",
        _ => return None,
    })
}

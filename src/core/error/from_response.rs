//! The one table from an answer that is no success to an error: code, hint, whether it is transient, and what a flow can
//! do about it.

use super::response_body::{is_html, refusal, says_expired, store_code};
use super::{AttemptError, Code, Error, Refusal};
use crate::core::http::media_type::is_html_type;
use crate::core::http::request::{Destination, Request};
use crate::core::json::Json;
use crate::core::retry::policy;
use crate::core::text::strings::{decimal, fill, until};

/// The longest part of a server's words that goes into a message; `body` has all of them.
const MAX_MESSAGE_CHARS: usize = 300;

/// For an answer that looks like a success, and is not Opik's.
pub const UNEXPECTED_RESPONSE_HINT: &str = "Something else has answered, such as a proxy's sign-in page. Check apiUrl, \
                                       too: behind Opik's own UI it ends in /api.";

/// The failed attempt that an answer of `status` with `body` to `request` is. `location` is where a redirect leads.
pub fn error_from_response<J: Json, B>(
    request: &Request<'_, B>,
    status: u16,
    location: Option<&str>,
    body: String,
) -> AttemptError {
    let to_backend = matches!(request.to, Destination::Backend(_));
    let what = request.name();
    // 304 leads nowhere: it answers a condition, and none was set.
    if status == 0 || (300..400).contains(&status) && status != 304 {
        return AttemptError::new(redirected(&what, to_backend, location).with_answer(status, None), false);
    }
    let words = refusal::<J>(&body).unwrap_or_default();
    let mut message = fill("{}: answered {}", &[&what, &decimal(status.into())]);
    if !words.is_empty() {
        message.push_str(": ");
        message.extend(words.chars().take(MAX_MESSAGE_CHARS));
    }
    let store_code = store_code(&body);
    let code = match status {
        401 if to_backend => Code::Unauthorized,
        403 if to_backend => Code::Forbidden,
        // Garage says it with a 400.
        400 | 403 if !to_backend && says_expired(&body) => Code::UrlExpired,
        413 => Code::FileTooLarge,
        _ if store_code == Some("EntityTooLarge") => Code::FileTooLarge,
        429 => Code::RateLimited,
        _ => Code::ApiError,
    };
    let meaning = match status {
        403 if !to_backend => Refusal::PresignedUrl,
        _ if code == Code::UrlExpired => Refusal::PresignedUrl,
        404 => Refusal::Missing,
        416 => Refusal::Range,
        500 => Refusal::ServerError,
        _ => Refusal::Final,
    };
    let transient = policy::is_transient(status, store_code);
    let hint = hint(to_backend, status, code, &words, &body);
    let error = Error::new(code, message).with_answer(status, Some(body)).with_refusal(meaning);
    AttemptError::new(if let Some(hint) = hint { error.with_hint(hint) } else { error }, transient)
}

/// The failed attempt that an answer of success is, if that has a body where the wire has none: an object store's late
/// refusal, or another server's page.
pub fn error_from_success<J: Json, B>(
    request: &Request<'_, B>,
    status: u16,
    content_type: Option<&str>,
    body: String,
) -> Option<AttemptError> {
    let to_backend = matches!(request.to, Destination::Backend(_));
    let is_empty = body.trim().is_empty();
    if store_code(&body).is_some() {
        return Some(error_from_response::<J, B>(request, status, None, body));
    }
    let is_page = || is_html(&body) || content_type.is_some_and(is_html_type);
    // Of a store only the status of success and its ETag are certain.
    let is_right = if to_backend { is_empty && matches!(status, 200 | 204) } else { is_empty || !is_page() };
    (!is_right).then(|| AttemptError::new(unexpected_response(request, status, body), false))
}

/// The error for an answer of success that is not Opik's or the store's.
pub fn unexpected_response<B>(request: &Request<'_, B>, status: u16, body: String) -> Error {
    let values: [&str; 2] = [&request.name(), &decimal(status.into())];
    let message = fill("{}: answered {}, but not with what belongs there", &values);
    Error::new(Code::ApiError, message).with_answer(status, Some(body)).with_hint(UNEXPECTED_RESPONSE_HINT)
}

fn redirected(what: &str, to_backend: bool, location: Option<&str>) -> Error {
    let mut message = fill("{}: the server redirects", &[what]);
    if to_backend {
        return Error::new(Code::ApiError, message).with_hint(
            "Redirects are not followed where credentials are sent. Use the final address as apiUrl, unless it is a \
             proxy's sign-in page.",
        );
    }
    if let Some(location) = location {
        message.push_str(" to ");
        message.push_str(until(location, "?#"));
    }
    Error::new(Code::ApiError, message).with_hint(
        "Files are sent to the signed address only. Check the bucket's endpoint and region in Opik's configuration.",
    )
}

fn hint(to_backend: bool, status: u16, code: Code, words: &str, body: &str) -> Option<&'static str> {
    Some(match (to_backend, status) {
        (true, 400) if words.starts_with("Invalid UUID") => "Opik takes ids of version 7 only, as its SDKs make them.",
        _ if code == Code::FileTooLarge => {
            if to_backend {
                "A limit of the proxy in front of Opik (nginx: client_max_body_size)."
            } else {
                "A limit of the object store, or of a proxy in front of it."
            }
        }
        (_, 401 | 403 | 405) if words.is_empty() && is_html(body) => {
            "A page of HTML: a firewall or a proxy on the way has refused it."
        }
        (true, 401) => "Check apiKey. It is sent as it is, without \"Bearer\".",
        (true, 403) if words.starts_with("Direct attachment") => {
            "The server's mode has changed. Try again, with a new list."
        }
        (true, 403) => "Check workspaceName, and that this API key may use that workspace.",
        (true, 404) if words.starts_with("Workspace") => {
            "Check workspaceName. An Opik without authentication has one workspace, \"default\"."
        }
        (true, 404) if words.is_empty() || words == "HTTP 404 Not Found" => {
            "Check apiUrl. Behind Opik's own UI it ends in /api."
        }
        (_, 504) => "A proxy gave up waiting (Opik's nginx: proxy_read_timeout).",
        (false, 403) => "The store refuses the presigned URL: it has expired, or something on the way has changed it.",
        _ => return None,
    })
}

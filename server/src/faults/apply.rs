//! Applying the action of a rule to a request.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::action::{Action, ContentLength, InterruptAt, Interruption};
use super::body::{drain, read_at_least, throttle, truncate_body};
use super::json_rewrite::{replace, resize_part_urls, rewrite_json};
use crate::http::content_length::declared_length;
use crate::http::cors::Verbatim;
use crate::limits::throttled_stream::Disconnect;
use crate::request_log::Exchange;

/// Answers the request as the action says. Never returns if the action ends the connection.
pub(super) async fn apply(action: Action, exchange: Exchange, request: Request, next: Next) -> Response {
    match action {
        Action::Status { status, headers, body, after_work, bare } => {
            if after_work {
                drain(next.run(request).await.into_body()).await;
            } else {
                drain(request.into_body()).await;
            }
            status_response(status, headers, body, bare)
        }
        Action::Reset(interruption) => interrupt(&interruption, Some(Duration::ZERO), exchange, request, next).await,
        Action::Stall(interruption) => interrupt(&interruption, interruption.seconds, exchange, request, next).await,
        Action::Truncate { bytes, length } => truncate(next.run(request).await, bytes, length, exchange),
        Action::Etag { value } => set_etag(next.run(request).await, value),
        Action::PartUrls { count } => rewrite_json(request, next, |answer| resize_part_urls(answer, count)).await,
        Action::Replace { pointer, value } => {
            rewrite_json(request, next, |answer| replace(answer, &pointer, value)).await
        }
        Action::Slow { bytes_per_second } => {
            let response = next.run(request.map(|body| throttle(body, bytes_per_second))).await;
            response.map(|body| throttle(body, bytes_per_second))
        }
        Action::Delay { ms } => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            next.run(request).await
        }
    }
}

fn status_response(status: StatusCode, headers: HeaderMap, body: String, bare: bool) -> Response {
    let mut response = (status, headers, Body::from(body)).into_response();
    if bare {
        response.extensions_mut().insert(Verbatim);
    }
    response
}

async fn interrupt(
    interruption: &Interruption,
    wait: Option<Duration>,
    exchange: Exchange,
    request: Request,
    next: Next,
) -> Response {
    match interruption.at() {
        InterruptAt::Request(bytes) => {
            // Kept alive: the rest must be neither read nor discarded.
            let _rest = read_at_least(request.into_body(), bytes).await;
            reset_after(exchange, wait).await
        }
        InterruptAt::AfterWork => {
            drain(next.run(request).await.into_body()).await;
            reset_after(exchange, wait).await
        }
        InterruptAt::Response(bytes) => {
            next.run(request).await.map(|body| truncate_body(body, bytes, reset_after(exchange, wait)))
        }
    }
}

/// Lets the connection stall for that time, or without end, and resets it.
async fn reset_after<T>(exchange: Exchange, wait: Option<Duration>) -> T {
    match wait {
        Some(time) => tokio::time::sleep(time).await,
        None => std::future::pending().await,
    }
    exchange.disconnect(Disconnect::Reset).await
}

fn truncate(mut response: Response, bytes: u64, length: ContentLength, exchange: Exchange) -> Response {
    match length {
        ContentLength::Whole => {
            response.map(|body| truncate_body(body, bytes, async move { exchange.disconnect(Disconnect::Close).await }))
        }
        ContentLength::Cut => {
            if let Some(whole) = declared_length(response.headers()) {
                response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(whole.min(bytes)));
            }
            response.map(|body| truncate_body(body, bytes, std::future::ready(())))
        }
    }
}

fn set_etag(mut response: Response, value: Option<HeaderValue>) -> Response {
    match value {
        Some(value) => response.headers_mut().insert(header::ETAG, value),
        None => response.headers_mut().remove(header::ETAG),
    };
    response
}

//! Doing to a request what a rule wants.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::action::{Action, Break, Length, Place};
use super::body::{cut, drain, skip, slowed};
use super::json_rewrite::{replace, resize_part_urls, rewritten};
use crate::http::content_length::declared_length;
use crate::http::cors::Bare;
use crate::limits::throttled_stream::Cut;
use crate::request_log::Exchange;

/// Answers the request as the action has it. Where the connection breaks, that is never.
pub(super) async fn act(action: Action, exchange: Exchange, request: Request, next: Next) -> Response {
    match action {
        Action::Status { status, headers, body, after_work, bare } => {
            if after_work {
                drain(next.run(request).await.into_body()).await;
            } else {
                drain(request.into_body()).await;
            }
            other_answer(status, headers, body, bare)
        }
        Action::Reset(place) => broken(&place, Some(Duration::ZERO), exchange, request, next).await,
        Action::Stall(place) => broken(&place, place.seconds, exchange, request, next).await,
        Action::Truncate { bytes, length } => truncated(next.run(request).await, bytes, length, exchange),
        Action::Etag { value } => tagged(next.run(request).await, value),
        Action::PartUrls { count } => rewritten(request, next, |answer| resize_part_urls(answer, count)).await,
        Action::Replace { pointer, value } => rewritten(request, next, |answer| replace(answer, &pointer, value)).await,
        Action::Slow { bytes_per_second } => {
            let response = next.run(request.map(|body| slowed(body, bytes_per_second))).await;
            response.map(|body| slowed(body, bytes_per_second))
        }
        Action::Delay { ms } => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            next.run(request).await
        }
    }
}

fn other_answer(status: StatusCode, headers: HeaderMap, body: String, bare: bool) -> Response {
    let mut response = (status, headers, Body::from(body)).into_response();
    if bare {
        response.extensions_mut().insert(Bare);
    }
    response
}

async fn broken(place: &Break, hang: Option<Duration>, exchange: Exchange, request: Request, next: Next) -> Response {
    match place.place() {
        Place::Request(bytes) => {
            // Held on to: nothing of the rest may be read, and nothing be thrown away.
            let _rest = skip(request.into_body(), bytes).await;
            break_off(exchange, hang).await
        }
        Place::AfterWork => {
            drain(next.run(request).await.into_body()).await;
            break_off(exchange, hang).await
        }
        Place::Response(bytes) => next.run(request).await.map(|body| cut(body, bytes, break_off(exchange, hang))),
    }
}

/// Lets the connection hang for so long, or for ever, and resets it.
async fn break_off<T>(exchange: Exchange, hang: Option<Duration>) -> T {
    match hang {
        Some(time) => tokio::time::sleep(time).await,
        None => std::future::pending().await,
    }
    exchange.cut(Cut::Reset).await
}

fn truncated(mut response: Response, bytes: u64, length: Length, exchange: Exchange) -> Response {
    match length {
        Length::Whole => response.map(|body| cut(body, bytes, async move { exchange.cut(Cut::Close).await })),
        Length::Cut => {
            if let Some(whole) = declared_length(response.headers()) {
                response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(whole.min(bytes)));
            }
            response.map(|body| cut(body, bytes, std::future::ready(())))
        }
    }
}

fn tagged(mut response: Response, value: Option<HeaderValue>) -> Response {
    match value {
        Some(value) => response.headers_mut().insert(header::ETAG, value),
        None => response.headers_mut().remove(header::ETAG),
    };
    response
}

//! The layer around an origin that writes the log.

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;

use super::bodies::{LoggedRequestBody, LoggedResponseBody, PendingGuard};
use super::entry::Exchange;
use super::log::RequestLog;
use crate::http::content_length::declared_length;
use crate::http::origin::Origin;

/// Logs every request to the router and its response, and adds the [`Exchange`] to the request for the layers inside.
/// Without an admin port there is no log.
pub(crate) fn with_request_log(router: Router, origin: Origin, log: Option<&RequestLog>) -> Router {
    let Some(log) = log.cloned() else { return router };
    let log_request = move |request: Request, next: Next| log_request(log.clone(), origin, request, next);
    // Around the router and not inside it, so that requests without a route are logged as well.
    Router::new().fallback_service(router).layer(from_fn(log_request))
}

async fn log_request(log: RequestLog, origin: Origin, request: Request, next: Next) -> Response {
    let (mut head, body) = request.into_parts();
    let exchange = log.add(|id, started| Exchange::new(id, started, origin, &head));
    let guard = PendingGuard(exchange.clone());
    head.extensions.insert(exchange.clone());
    let body = Body::new(LoggedRequestBody::new(body, &head.headers, exchange.clone()));
    let response = next.run(Request::from_parts(head, body)).await;

    let (head, body) = response.into_parts();
    exchange.response_started(&head);
    let length = declared_length(&head.headers).or(body.size_hint().exact());
    Response::from_parts(head, Body::new(LoggedResponseBody::new(body, length, guard)))
}

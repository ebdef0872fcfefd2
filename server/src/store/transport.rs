//! Sending the backend's requests to the store: to the embedded one by a function call, to another S3 over HTTP.

use axum::Router;
use axum::body::HttpBody as _;
#[cfg(feature = "s3-endpoint")]
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use tower::ServiceExt as _;

/// The way to the store; clones share it.
#[derive(Clone, Debug)]
pub(super) enum Transport {
    /// The embedded store, without the layers for clients: no faults, no log, no latency.
    Embedded(Router),
    /// Another S3.
    #[cfg(feature = "s3-endpoint")]
    Http(reqwest::Client),
}

impl Transport {
    /// A transport for `http` and `https`, the latter with the certificates that this machine trusts.
    #[cfg(feature = "s3-endpoint")]
    pub(super) fn http() -> Result<Self, String> {
        // One for the whole process: if the program around this library has chosen another, that will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // Never through a proxy of the environment: the store is mostly on this machine.
        reqwest::Client::builder().no_proxy().build().map(Self::Http).map_err(error_chain)
    }

    /// Sends a request to the store. The error is the reason why there was no answer.
    pub(super) async fn send(&self, request: Request) -> Result<Response, String> {
        match self {
            Self::Embedded(router) => {
                let answer = router.clone().oneshot(as_received(request)).await;
                answer.map_err(|never: std::convert::Infallible| match never {})
            }
            #[cfg(feature = "s3-endpoint")]
            Self::Http(client) => {
                let (head, body) = request.into_parts();
                let body = match body.size_hint().exact() {
                    // Not as a stream: its length would be unknown, and S3 takes no chunked requests.
                    Some(_) => to_bytes(body, usize::MAX).await.map_err(|e| e.to_string())?.into(),
                    None => reqwest::Body::wrap_stream(body.into_data_stream()),
                };
                let request = axum::http::Request::from_parts(head, body);
                let request = reqwest::Request::try_from(request).map_err(error_chain)?;
                let answer = client.execute(request).await.map_err(error_chain)?;
                Ok(axum::http::Response::from(answer).map(Body::new))
            }
        }
    }
}

/// The request as a server would receive it: the path alone in its first line, the host and the length in headers.
fn as_received(mut request: Request) -> Request {
    if let Some(length) = request.body().size_hint().exact() {
        request.headers_mut().entry(header::CONTENT_LENGTH).or_insert(HeaderValue::from(length));
    }
    if let Some(host) = request.uri().authority().and_then(|host| HeaderValue::from_str(host.as_str()).ok()) {
        request.headers_mut().insert(header::HOST, host);
    }
    if let Some(path) = request.uri().path_and_query() {
        *request.uri_mut() = path.clone().into();
    }
    request
}

/// The error with its causes. The URL stays out: it is signed, and may hold a session token.
#[cfg(feature = "s3-endpoint")]
fn error_chain(error: reqwest::Error) -> String {
    use std::error::Error as _;

    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

//! Bodies that are counted while they pass. Nothing of them is kept, but for JSON short enough to read.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, HttpBody};
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use hyper::body::{Frame, SizeHint};

use super::entry::{Exchange, Outcome, ReceivedBody};
use crate::digest::Sha256Hasher;

/// The longest JSON that is kept.
const MAX_TEXT: usize = 64 << 10;

/// A request's body on its way to the handler.
pub(super) struct LoggedRequestBody {
    body: Body,
    exchange: Exchange,
    bytes: u64,
    /// Taken at the end.
    digest: Option<Sha256Hasher>,
    /// Gone when it is no JSON or too long.
    text: Option<Vec<u8>>,
}

impl LoggedRequestBody {
    pub(super) fn new(body: Body, headers: &HeaderMap, exchange: Exchange) -> Self {
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_json = content_type.trim_start().to_ascii_lowercase().starts_with("application/json");
        Self { body, exchange, bytes: 0, digest: Some(Sha256Hasher::new()), text: is_json.then(Vec::new) }
    }

    fn record(&mut self, chunk: &[u8]) {
        self.bytes += chunk.len() as u64;
        if let Some(digest) = &mut self.digest {
            digest.update(chunk);
        }
        if let Some(mut text) = self.text.take().filter(|text| text.len() + chunk.len() <= MAX_TEXT) {
            text.extend_from_slice(chunk);
            self.text = Some(text);
        }
        self.exchange.received(ReceivedBody { bytes: self.bytes, ..ReceivedBody::default() });
    }
}

impl HttpBody for LoggedRequestBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        let frame = ready!(Pin::new(&mut this.body).poll_frame(context));
        if let Some(chunk) = data_of(frame.as_ref()) {
            this.record(chunk);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for LoggedRequestBody {
    /// Nobody reads on: there will be no more bytes, whether or not these were all.
    fn drop(&mut self) {
        let text = self.text.take().and_then(|text| String::from_utf8(text).ok());
        let sha256 = self.digest.take().map(Sha256Hasher::finish);
        self.exchange.received(ReceivedBody { bytes: self.bytes, sha256, text });
    }
}

/// An answer's body on its way to the client.
pub(super) struct LoggedResponseBody {
    body: Body,
    /// Bytes after which the server takes the body for sent, and does not ask for its end.
    length: Option<u64>,
    sent: u64,
    open: PendingGuard,
}

impl LoggedResponseBody {
    pub(super) fn new(body: Body, length: Option<u64>, open: PendingGuard) -> Self {
        let this = Self { body, length, sent: 0, open };
        this.finish_if_sent();
        this
    }

    fn finish_if_sent(&self) {
        if self.body.is_end_stream() || self.length.is_some_and(|length| self.sent >= length) {
            self.open.0.finish(Outcome::Answered);
        }
    }
}

impl HttpBody for LoggedResponseBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        let frame = ready!(Pin::new(&mut this.body).poll_frame(context));
        if let Some(chunk) = data_of(frame.as_ref()) {
            this.sent += chunk.len() as u64;
            this.open.0.sent(this.sent);
        }
        match frame {
            None => this.open.0.finish(Outcome::Answered),
            Some(_) => this.finish_if_sent(),
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A pending request. If this is dropped before the end, the request was aborted.
pub(super) struct PendingGuard(pub(super) Exchange);

impl Drop for PendingGuard {
    fn drop(&mut self) {
        self.0.finish(Outcome::Aborted);
    }
}

fn data_of(frame: Option<&Result<Frame<Bytes>, axum::Error>>) -> Option<&Bytes> {
    frame?.as_ref().ok()?.data_ref()
}

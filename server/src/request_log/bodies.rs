//! Bodies that are counted while they pass. Nothing of them is kept, but for JSON short enough to read.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, HttpBody};
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use hyper::body::{Frame, SizeHint};

use super::entry::{Exchange, Outcome, Received};
use crate::digest::Digest;

/// The longest JSON that is kept.
const LONGEST_TEXT: usize = 64 << 10;

/// A request's body on its way to the handler.
pub(super) struct Incoming {
    body: Body,
    exchange: Exchange,
    bytes: u64,
    /// Taken at the end.
    digest: Option<Digest>,
    /// Gone when it is no JSON or too long.
    text: Option<Vec<u8>>,
}

impl Incoming {
    pub(super) fn new(body: Body, headers: &HeaderMap, exchange: Exchange) -> Self {
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_json = content_type.trim_start().to_ascii_lowercase().starts_with("application/json");
        Self { body, exchange, bytes: 0, digest: Some(Digest::new()), text: is_json.then(Vec::new) }
    }

    fn note(&mut self, chunk: &[u8]) {
        self.bytes += chunk.len() as u64;
        if let Some(digest) = &mut self.digest {
            digest.update(chunk);
        }
        if let Some(mut text) = self.text.take().filter(|text| text.len() + chunk.len() <= LONGEST_TEXT) {
            text.extend_from_slice(chunk);
            self.text = Some(text);
        }
        self.exchange.received(Received { bytes: self.bytes, ..Received::default() });
    }
}

impl HttpBody for Incoming {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let incoming = self.get_mut();
        let frame = ready!(Pin::new(&mut incoming.body).poll_frame(context));
        if let Some(chunk) = data_of(frame.as_ref()) {
            incoming.note(chunk);
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

impl Drop for Incoming {
    /// Nobody reads on: there will be no more bytes, whether or not these were all.
    fn drop(&mut self) {
        let text = self.text.take().and_then(|text| String::from_utf8(text).ok());
        let sha256 = self.digest.take().map(Digest::finish);
        self.exchange.received(Received { bytes: self.bytes, sha256, text });
    }
}

/// An answer's body on its way to the client.
pub(super) struct Outgoing {
    body: Body,
    /// Bytes after which the server takes the body for sent, and does not ask for its end.
    length: Option<u64>,
    sent: u64,
    open: Open,
}

impl Outgoing {
    pub(super) fn new(body: Body, length: Option<u64>, open: Open) -> Self {
        let outgoing = Self { body, length, sent: 0, open };
        outgoing.note_end();
        outgoing
    }

    fn note_end(&self) {
        if self.body.is_end_stream() || self.length.is_some_and(|length| self.sent >= length) {
            self.open.0.finish(Outcome::Answered);
        }
    }
}

impl HttpBody for Outgoing {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let outgoing = self.get_mut();
        let frame = ready!(Pin::new(&mut outgoing.body).poll_frame(context));
        if let Some(chunk) = data_of(frame.as_ref()) {
            outgoing.sent += chunk.len() as u64;
            outgoing.open.0.sent(outgoing.sent);
        }
        match frame {
            None => outgoing.open.0.finish(Outcome::Answered),
            Some(_) => outgoing.note_end(),
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

/// A request that has not ended. Dropped before it has, nobody is left to answer.
pub(super) struct Open(pub(super) Exchange);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.finish(Outcome::Aborted);
    }
}

fn data_of(frame: Option<&Result<Frame<Bytes>, axum::Error>>) -> Option<&Bytes> {
    frame?.as_ref().ok()?.data_ref()
}

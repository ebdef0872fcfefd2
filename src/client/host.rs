//! What the flows need from the world around them. In the package that is JavaScript; in native tests it is a script.

use std::future::Future;
use std::rc::Rc;

use crate::core::error::network_hint::RuntimeInfo;
use crate::core::error::{Cause, Error, Operation};
use crate::core::http::request::{Headers, Redirect, Request};
use crate::core::json::Json;
use crate::core::retry::timeouts::Timeouts;
use crate::core::transfer::progress::TransferProgress;

/// A handle of some bytes to send. The bytes stay where the host has them.
pub trait Bytes {
    /// Bytes in all.
    fn size(&self) -> u64;
    /// A handle of the half-open range, made without copying.
    fn slice(&self, start: u64, end: u64) -> Self;
}

/// An answer whose body has not been read yet. Dropping it gives the body up.
pub trait Response {
    /// The host's JSON.
    type Json: Json;
    /// The body, piece by piece.
    type Body: Body;

    /// The status; 0 when the host hides a redirect.
    fn status(&self) -> u16;
    /// Where it came from, after redirects; `None` if that is not told.
    fn url(&self) -> Option<String>;
    /// A header, if it is there and readable.
    fn header(&self, name: &str) -> Option<String>;
    /// The whole body as JSON; `None` if it is something else. Large ones stay where the host has them.
    fn json(&self) -> impl Future<Output = Result<Option<Self::Json>, Cause>>;
    /// The whole body as text, or as much of it as fits into an error.
    fn text(&self) -> impl Future<Output = Result<String, Cause>>;
    /// The body, unread.
    fn into_body(self) -> Self::Body;
}

/// The body of an answer. Dropping it gives the rest up.
pub trait Body {
    /// The host's handle of some bytes that have arrived.
    type Chunk: Bytes;

    /// The next piece; `None` at the end.
    fn next(&mut self) -> impl Future<Output = Result<Option<Self::Chunk>, Cause>>;

    /// Lets the next `max` bytes pass to the consumer, where the host has a way, and without [`Self::next`]: most
    /// of a download's time went into asking for each of its pieces. What they cannot tell, and the end, comes by `next`.
    fn passthrough(&mut self, max: u64);

    /// How many bytes went straight since this was asked.
    fn passed_through(&mut self) -> u64;
}

/// Is told how many bytes of a request's body have left so far, where the host can tell.
pub type Sent = Rc<dyn Fn(u64)>;

/// What to look out for while a request is under way.
#[derive(Clone)]
pub struct SendOptions {
    /// The silences to put up with; beyond them the host ends the request with a [`Cause`] of a stall.
    pub timeouts: Timeouts,
    /// Who wants to know what has left.
    pub sent: Option<Sent>,
}

/// Sends requests.
pub trait HttpClient {
    /// The host's handle of bytes to send.
    type Bytes: Bytes;
    /// The host's answer.
    type Response: Response;

    /// Sends one request, once, with exactly these headers and without cookies. An answer of any status is `Ok`, but for
    /// a success where the local file that was sent is no longer what it was when it was opened: a [`Cause`] of that kind.
    fn send(
        &self,
        request: &Request<'_, Self::Bytes>,
        headers: &Headers<'_>,
        redirect: Redirect,
        watch: &SendOptions,
    ) -> impl Future<Output = Result<Self::Response, Cause>>;

    /// What to know when a request got no answer, or one whose headers may be hidden.
    fn runtime_info(&self) -> RuntimeInfo;

    /// Whether two texts are the same, but for the Unicode form (NFC, NFD) that they are written in.
    fn same_text(&self, one: &str, other: &str) -> bool;

    /// Ends once the host is connected, as far as it can tell; at once where it cannot.
    fn wait_online(&self) -> impl Future<Output = ()>;
}

/// Time.
pub trait Clock {
    /// Ends after that many milliseconds.
    fn sleep(&self, ms: u32) -> impl Future<Output = ()>;
    /// Milliseconds since some moment; never goes back.
    fn now_ms(&self) -> f64;
    /// Milliseconds from now to a date as HTTP spells it, negative if it has passed; `None` for what is no date.
    fn ms_until(&self, date: &str) -> Option<f64>;
}

/// Chance.
pub trait Random {
    /// Uniform in 0..1.
    fn random(&self) -> f64;
}

/// A request that failed and will be sent again.
#[derive(Debug)]
pub struct RetryEvent<'a> {
    /// The public call it belongs to.
    pub operation: Operation,
    /// The attempt that failed, from 1.
    pub attempt: u32,
    /// Milliseconds until the next.
    pub delay_ms: u32,
    /// What went wrong.
    pub error: &'a Error,
}

/// Is told what happens on the way.
pub trait Observer {
    /// A request failed and will be sent again after a wait.
    fn on_retry(&self, retry: &RetryEvent<'_>);
    /// Whether anyone wants [`Self::on_progress`].
    fn wants_progress(&self) -> bool;
    /// Bytes have moved, those of `file_name` last.
    fn on_progress(&self, file_name: &str, report: TransferProgress);
}

/// All of it.
pub trait Host: HttpClient + Clock + Random + Observer {}

impl<T: HttpClient + Clock + Random + Observer> Host for T {}

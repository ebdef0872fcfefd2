//! What the flows need from the world around them. In the package that is JavaScript; in native tests it is a script.

use std::future::Future;

use crate::core::error::{Cause, Operation};
use crate::core::http::{Headers, Redirect, Request};
use crate::core::json::Json;
use crate::core::network_hint::Surroundings;

/// A handle of some bytes to send. The bytes stay where the host has them.
pub trait Bytes {
    /// Bytes in all.
    fn size(&self) -> u64;
    /// A handle of the half-open range, made without copying.
    fn slice(&self, start: u64, end: u64) -> Self;
}

/// An answer whose body has not been read yet.
pub trait Reply {
    /// The host's JSON.
    type Json: Json;
    /// The host's handle of the unread body.
    type Stream;

    /// The status; 0 when the host hides a redirect.
    fn status(&self) -> u16;
    /// A header, if it is there and readable.
    fn header(&self, name: &str) -> Option<String>;
    /// The whole body as text.
    fn text(self) -> impl Future<Output = Result<String, Cause>>;
    /// The body, unread.
    fn into_stream(self) -> Self::Stream;
}

/// Sends requests.
pub trait Transport {
    /// The host's handle of bytes to send.
    type Bytes: Bytes;
    /// The host's answer.
    type Reply: Reply;

    /// Sends one request, once, with exactly these headers and without cookies. An answer of any status is `Ok`.
    fn send(
        &self,
        request: &Request<'_, Self::Bytes>,
        headers: &Headers<'_>,
        redirect: Redirect,
    ) -> impl Future<Output = Result<Self::Reply, Cause>>;

    /// What to know when a request got no answer.
    fn surroundings(&self) -> Surroundings;
}

/// Waits.
pub trait Clock {
    /// Ends after that many milliseconds.
    fn sleep(&self, ms: u32) -> impl Future<Output = ()>;
}

/// Chance.
pub trait Random {
    /// Uniform in 0..1.
    fn fraction(&self) -> f64;
}

/// A request that failed and will be sent again.
#[derive(Debug)]
pub struct Retry<'a> {
    /// The public call it belongs to.
    pub operation: Operation,
    /// The attempt that failed, from 1.
    pub attempt: u32,
    /// Milliseconds until the next.
    pub delay_ms: u32,
    /// What went wrong.
    pub error: &'a crate::core::error::Error,
}

/// Is told what happens on the way.
pub trait Observer {
    /// A request failed and will be sent again after a wait.
    fn retrying(&self, retry: &Retry<'_>);
}

/// All of it.
pub trait Host: Transport + Clock + Random + Observer {}

impl<T: Transport + Clock + Random + Observer> Host for T {}

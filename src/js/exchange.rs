//! One request and its answer, as the flows see them.
//!
//! Not gloo-net's wrappers: those panic when a read is rejected with something that is no `Error`, such as the string of
//! an abort, and trust the headers of a custom fetch's answer.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use gloo_net::http::Method as FetchMethod;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::chunk::JsChunk;
use super::error::cause;
use super::file::BlobBytes;
use super::json::JsJson;
use crate::client::host::{Body, Response, SendOptions};
use crate::core::error::{Cause, CauseKind};
use crate::core::http::request::{Headers, Method, Redirect, Request};

/// The longest body, in characters, that an error carries.
const MAX_ERROR_BODY_CHARS: u32 = 64 * 1024;

#[wasm_bindgen(module = "/src/js/exchange.js")]
extern "C" {
    type Exchange;
    #[wasm_bindgen(constructor)]
    fn new(stall: u32, answer: u32, blind: u32, sent: Option<&Function>) -> Exchange;
    #[wasm_bindgen(method, js_name = addHeader)]
    fn add_header(this: &Exchange, name: &str, value: &str);
    #[wasm_bindgen(method)]
    fn send(
        this: &Exchange,
        fetch: Option<Function>,
        url: &str,
        method: &str,
        redirect: &str,
        document: &JsValue,
        blob: Option<&Blob>,
    ) -> Promise;
    #[wasm_bindgen(method, getter, js_name = failureKind)]
    fn failure_kind(this: &Exchange) -> u32;
    #[wasm_bindgen(method, getter)]
    fn status(this: &Exchange) -> u16;
    #[wasm_bindgen(method, getter)]
    fn url(this: &Exchange) -> Option<String>;
    #[wasm_bindgen(method)]
    fn header(this: &Exchange, name: &str) -> Option<String>;
    #[wasm_bindgen(method)]
    fn next(this: &Exchange) -> Promise;
    #[wasm_bindgen(method, setter, js_name = passthroughLimit)]
    fn set_passthrough_limit(this: &Exchange, bytes: f64);
    #[wasm_bindgen(method, js_name = passedThrough)]
    fn passed_through(this: &Exchange) -> f64;
    #[wasm_bindgen(method)]
    fn text(this: &Exchange, max: u32) -> Promise;
    #[wasm_bindgen(method)]
    fn json(this: &Exchange) -> Promise;
    #[wasm_bindgen(method)]
    fn end(this: &Exchange);
}

/// A request under way, then its answer, then what is left of its body. Dropping it ends it.
pub(super) struct FetchResponse {
    exchange: Exchange,
    /// Called by the exchange until that is ended.
    _sent: Option<Closure<dyn Fn(f64)>>,
}

impl Drop for FetchResponse {
    fn drop(&mut self) {
        self.exchange.end();
    }
}

impl FetchResponse {
    /// A request that is not sent yet.
    pub(super) fn new(watch: &SendOptions) -> Self {
        let sent = watch.sent.clone().map(|sent| {
            // Whole and positive.
            Closure::<dyn Fn(f64)>::new(move |bytes: f64| sent(bytes as u64))
        });
        let timeouts = watch.timeouts;
        let told = sent.as_ref().map(|sent| sent.as_ref().unchecked_ref());
        let exchange = Exchange::new(timeouts.stall_ms, timeouts.response_ms, timeouts.no_progress_ms, told);
        Self { exchange, _sent: sent }
    }

    /// Sends it, with a JSON `document` or a `blob` if it has one, and waits for the headers of the answer.
    ///
    /// # Errors
    /// A [`Cause`] if there is none.
    pub(super) fn send(
        &self,
        fetch: Option<Function>,
        request: &Request<'_, BlobBytes>,
        headers: &Headers<'_>,
        redirect: Redirect,
        document: &JsValue,
        blob: Option<&Blob>,
    ) -> Step<'_, ()> {
        for (name, value) in headers {
            self.exchange.add_header(name, value);
        }
        let (url, method) = (request.to.url(), method_of(request.method));
        self.wait(self.exchange.send(fetch, url, method, redirect.as_str(), document, blob), drop)
    }

    fn wait<T>(&self, promise: Promise, read: fn(JsValue) -> T) -> Step<'_, T> {
        Step { exchange: &self.exchange, done: promise.into(), read }
    }
}

fn method_of(method: Method) -> &'static str {
    // Constants, of whose enum nothing else is in the module.
    const GET: &FetchMethod = &FetchMethod::GET;
    const POST: &FetchMethod = &FetchMethod::POST;
    const PUT: &FetchMethod = &FetchMethod::PUT;
    match method {
        Method::Get => GET.as_str(),
        Method::Post => POST.as_str(),
        Method::Put => PUT.as_str(),
    }
}

/// One step of an exchange.
pub(super) struct Step<'a, T> {
    exchange: &'a Exchange,
    done: JsFuture,
    /// Makes the result of what the promise is fulfilled with.
    read: fn(JsValue) -> T,
}

// Not async functions: one more state machine inside each that waits for one.
impl<T> Future for Step<'_, T> {
    type Output = Result<T, Cause>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Poll::Ready(done) = Pin::new(&mut self.done).poll(context) else { return Poll::Pending };
        Poll::Ready(done.map(self.read).map_err(|thrown| self.exchange.failed(thrown)))
    }
}

impl Exchange {
    fn failed(&self, thrown: JsValue) -> Cause {
        let cause = cause(thrown);
        if cause.kind() != CauseKind::None {
            return cause;
        }
        cause.with_kind(match self.failure_kind() {
            1 => CauseKind::Stall,
            2 => CauseKind::ContentSecurityPolicy,
            3 => CauseKind::BytesSent,
            _ => CauseKind::None,
        })
    }
}

impl Response for FetchResponse {
    type Json = JsJson;
    type Body = Self;

    fn status(&self) -> u16 {
        self.exchange.status()
    }

    fn url(&self) -> Option<String> {
        self.exchange.url()
    }

    fn header(&self, name: &str) -> Option<String> {
        self.exchange.header(name)
    }

    fn json(&self) -> impl Future<Output = Result<Option<JsJson>, Cause>> {
        self.wait(self.exchange.json(), JsJson::parsed)
    }

    fn text(&self) -> impl Future<Output = Result<String, Cause>> {
        self.wait(self.exchange.text(MAX_ERROR_BODY_CHARS), |text| text.as_string().unwrap_or_default())
    }

    fn into_body(self) -> Self {
        self
    }
}

impl Body for FetchResponse {
    type Chunk = JsChunk;

    fn next(&mut self) -> impl Future<Output = Result<Option<JsChunk>, Cause>> {
        self.wait(self.exchange.next(), |chunk| (!chunk.is_undefined()).then(|| chunk.unchecked_into()))
    }

    fn passthrough(&mut self, max: u64) {
        self.exchange.set_passthrough_limit(max as f64);
    }

    fn passed_through(&mut self) -> u64 {
        // Whole and positive.
        self.exchange.passed_through() as u64
    }
}

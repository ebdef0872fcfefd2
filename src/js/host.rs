//! Fetch, timers and chance of a JS engine, as the flows' host.

use std::rc::Rc;

use gloo_net::http::Headers as FetchHeaders;
use js_sys::{Function, JSON, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{RequestCache, RequestCredentials, RequestInit, RequestRedirect};

use super::environment::surroundings;
use super::error::{cause, to_js};
use super::exchange::FetchReply;
use super::file::BlobBytes;
use super::object::plain;
use super::timer::{now, online_again, sleep, until};
use crate::client::host::{Clock, Observer, Random, Retry, Transport, Watch};
use crate::core::error::Cause;
use crate::core::http::{Headers, Payload, Redirect, Request};
use crate::core::network_hint::Surroundings;
use crate::core::progress::Report;
use crate::core::redact::Redactor;

/// The JS side of one client, shared by its calls.
pub(super) struct Hooks {
    /// The replacement for the global fetch.
    pub(super) fetch: Option<Function>,
    /// Told of retries.
    pub(super) on_retry: Option<Function>,
    /// Knows the client's secrets.
    pub(super) redactor: Redactor,
}

/// The host of one call.
pub(super) struct JsHost {
    pub(super) hooks: Rc<Hooks>,
    /// Told of bytes.
    pub(super) on_progress: Option<Function>,
}

impl Transport for JsHost {
    type Bytes = BlobBytes;
    type Reply = FetchReply;

    async fn send(
        &self,
        request: &Request<'_, BlobBytes>,
        headers: &Headers<'_>,
        redirect: Redirect,
        watch: &Watch,
    ) -> Result<FetchReply, Cause> {
        let init = init(request, headers, redirect).map_err(cause)?;
        let body = match &request.payload {
            Payload::Bytes(bytes) => Some(&bytes.0),
            _ => None,
        };
        FetchReply::to(self.hooks.fetch.as_ref(), request.to.url(), &init, body, watch).await
    }

    fn surroundings(&self) -> Surroundings {
        surroundings()
    }

    async fn connected(&self) {
        if surroundings().online == Some(false) {
            online_again().await;
        }
    }
}

/// All of a request but its URL and its bytes.
fn init(request: &Request<'_, BlobBytes>, headers: &Headers<'_>, redirect: Redirect) -> Result<RequestInit, JsValue> {
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(match redirect {
        Redirect::Follow => RequestRedirect::Follow,
        Redirect::Manual => RequestRedirect::Manual,
        Redirect::Error => RequestRedirect::Error,
    });
    let fetch_headers = FetchHeaders::new();
    for (name, value) in headers {
        fetch_headers.set(name, value);
    }
    init.set_headers(&fetch_headers.into_raw());
    match &request.payload {
        // Browsers keep what stores send for a tenth of its age: an answer that was cut short would come again on every
        // attempt, and a file that was replaced would stay the old one.
        Payload::None => init.set_cache(RequestCache::NoStore),
        Payload::Json(body) => {
            let serializer = serde_wasm_bindgen::Serializer::json_compatible();
            let value = body.serialize(&serializer)?;
            init.set_body(&JSON::stringify(&value)?.into());
        }
        Payload::Bytes(_) => {
            // With this and `redirect: "error"` Node's fetch streams a body; without, it keeps all of it in memory.
            Reflect::set(&init, &"window".into(), &JsValue::NULL)?;
        }
    }
    Ok(init)
}

impl Clock for JsHost {
    async fn sleep(&self, ms: u32) {
        sleep(ms).await;
    }

    fn now_ms(&self) -> f64 {
        now()
    }

    fn until_ms(&self, date: &str) -> Option<f64> {
        Some(until(date)).filter(|ms| !ms.is_nan())
    }
}

impl Random for JsHost {
    fn fraction(&self) -> f64 {
        js_sys::Math::random()
    }
}

impl Observer for JsHost {
    fn retrying(&self, retry: &Retry<'_>) {
        let Some(on_retry) = &self.hooks.on_retry else { return };
        let event = plain(&[
            ("operation", retry.operation.as_str().into()),
            ("attempt", retry.attempt.into()),
            ("delay", retry.delay_ms.into()),
            ("error", to_js(retry.error, retry.operation, &self.hooks.redactor)),
        ]);
        // A callback that throws is the caller's affair and must not break the transfer.
        let _ = on_retry.call1(&JsValue::UNDEFINED, &event);
    }

    fn wants_progress(&self) -> bool {
        self.on_progress.is_some()
    }

    fn progressed(&self, file_name: &str, report: Report) {
        let Some(on_progress) = &self.on_progress else { return };
        // Sizes of files are below 2^53.
        let bytes = |bytes: u64| JsValue::from(bytes as f64);
        let event = plain(&[
            ("loaded", bytes(report.loaded)),
            ("total", report.total.map_or(JsValue::UNDEFINED, bytes)),
            ("fileName", file_name.into()),
        ]);
        let _ = on_progress.call1(&JsValue::UNDEFINED, &event);
    }
}

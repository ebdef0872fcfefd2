//! Fetch, timers and chance of a JS engine, as the flows' host.

use std::future::Future;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::arguments::{Argument, Options};
use super::error::to_js;
use super::exchange::FetchResponse;
use super::file::BlobBytes;
use super::json::object;
use super::runtime::{runtime_info, same_text};
use super::timer::{Timer, ms_until, now};
use crate::client::host::{Clock, HttpClient, Observer, Random, RetryEvent, SendOptions};
use crate::core::error::Cause;
use crate::core::error::network_hint::RuntimeInfo;
use crate::core::http::redact::Redactor;
use crate::core::http::request::{Headers, Payload, Redirect, Request};
use crate::core::transfer::progress::TransferProgress;

/// The JS side of one client, shared by its calls.
pub(super) struct Hooks {
    /// Where callbacks and the replacement for the global fetch are.
    pub(super) options: Options,
    /// Knows the client's secrets.
    pub(super) redactor: Redactor,
}

/// The host of one call.
pub(super) struct JsHost {
    pub(super) hooks: Rc<Hooks>,
    pub(super) argument: Argument,
    /// Kept, since it is asked with every piece of a body.
    wants_progress: bool,
}

impl JsHost {
    pub(super) fn new(hooks: Rc<Hooks>, argument: Argument) -> Self {
        let wants_progress = argument.on_progress().is_some();
        Self { hooks, argument, wants_progress }
    }
}

impl HttpClient for JsHost {
    type Bytes = BlobBytes;
    type Response = FetchResponse;

    async fn send(
        &self,
        request: &Request<'_, BlobBytes>,
        headers: &Headers<'_>,
        redirect: Redirect,
        watch: &SendOptions,
    ) -> Result<FetchResponse, Cause> {
        let (mut document, mut bytes) = (JsValue::UNDEFINED, None);
        match &request.payload {
            Payload::None => {}
            Payload::Json(body) => document = object(body),
            Payload::Bytes(blob) => bytes = Some(&blob.0),
        }
        let reply = FetchResponse::new(watch);
        reply.send(self.hooks.options.fetch(), request, headers, redirect, &document, bytes).await?;
        Ok(reply)
    }

    fn runtime_info(&self) -> RuntimeInfo {
        let mut runtime_info = runtime_info();
        // A fetch of the caller's own has its own ways.
        runtime_info.ignored_proxy &= self.hooks.options.fetch().is_none();
        runtime_info
    }

    fn same_text(&self, one: &str, other: &str) -> bool {
        same_text(one, other)
    }

    fn wait_online(&self) -> impl Future<Output = ()> {
        Timer::online()
    }
}

impl Clock for JsHost {
    fn sleep(&self, ms: u32) -> impl Future<Output = ()> {
        Timer::sleep(ms)
    }

    fn now_ms(&self) -> f64 {
        now()
    }

    fn ms_until(&self, date: &str) -> Option<f64> {
        Some(ms_until(date)).filter(|ms| !ms.is_nan())
    }
}

impl Random for JsHost {
    fn random(&self) -> f64 {
        js_sys::Math::random()
    }
}

impl Observer for JsHost {
    fn on_retry(&self, retry: &RetryEvent<'_>) {
        let Hooks { options, redactor } = &*self.hooks;
        if options.on_retry().is_some() {
            let error = to_js(retry.error, retry.operation, redactor);
            options.notify_retry(retry.operation.as_str(), retry.attempt, retry.delay_ms, &error);
        }
    }

    fn wants_progress(&self) -> bool {
        self.wants_progress
    }

    fn on_progress(&self, file_name: &str, report: TransferProgress) {
        // Sizes of files are below 2^53.
        self.argument.notify_progress(report.loaded as f64, report.total.map(|total| total as f64), file_name);
    }
}

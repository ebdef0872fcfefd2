//! Fetch, timers and chance of a JS engine, as the flows' host.

use std::rc::Rc;

use gloo_net::http::Headers as FetchHeaders;
use js_sys::{Function, JSON, Object, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCredentials, RequestInit, RequestRedirect};

use super::environment::surroundings;
use super::error::{cause, to_js};
use super::file::BlobBytes;
use super::reply::FetchReply;
use super::timer::sleep;
use crate::client::host::{Clock, Observer, Random, Retry, Transport};
use crate::core::error::Cause;
use crate::core::http::{Headers, Payload, Redirect, Request};
use crate::core::network_hint::Surroundings;
use crate::core::redact::Redactor;

#[wasm_bindgen]
extern "C" {
    // Looked up at each call, in pages and workers alike, so that a replaced global is used.
    #[wasm_bindgen(js_name = fetch, catch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;
}

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
    pub(super) signal: Option<AbortSignal>,
}

impl Transport for JsHost {
    type Bytes = BlobBytes;
    type Reply = FetchReply;

    async fn send(
        &self,
        request: &Request<'_, BlobBytes>,
        headers: &Headers<'_>,
        redirect: Redirect,
    ) -> Result<FetchReply, Cause> {
        let init = self.init(request, headers, redirect).map_err(cause)?;
        let url = request.to.url();
        let promise = match &self.hooks.fetch {
            Some(fetch) => {
                let promise = fetch.call2(&JsValue::UNDEFINED, &url.into(), &init).map_err(cause)?;
                Promise::resolve(&promise)
            }
            None => global_fetch(url, &init).map_err(cause)?,
        };
        FetchReply::new(JsFuture::from(promise).await.map_err(cause)?)
    }

    fn surroundings(&self) -> Surroundings {
        surroundings()
    }
}

impl JsHost {
    /// A URL and an init, not a `Request`: a fetch from another package cannot read a `Request` of this engine, and
    /// building one would rewrite the query of a presigned URL.
    fn init(
        &self,
        request: &Request<'_, BlobBytes>,
        headers: &Headers<'_>,
        redirect: Redirect,
    ) -> Result<RequestInit, JsValue> {
        let init = RequestInit::new();
        init.set_method(request.method.as_str());
        init.set_credentials(RequestCredentials::Omit);
        init.set_redirect(match redirect {
            Redirect::Follow => RequestRedirect::Follow,
            Redirect::Manual => RequestRedirect::Manual,
            Redirect::Error => RequestRedirect::Error,
        });
        init.set_signal(self.signal.as_ref());
        let fetch_headers = FetchHeaders::new();
        for (name, value) in headers {
            fetch_headers.set(name, value);
        }
        init.set_headers(&fetch_headers.into_raw());
        match &request.payload {
            Payload::None => {}
            Payload::Json(body) => {
                let serializer = serde_wasm_bindgen::Serializer::json_compatible();
                let value = body.serialize(&serializer)?;
                init.set_body(&JSON::stringify(&value)?.into());
            }
            Payload::Bytes(bytes) => {
                init.set_body(&bytes.0);
                // With this and `redirect: "error"` Node's fetch streams a body; without, it keeps all of it in memory.
                Reflect::set(&init, &"window".into(), &JsValue::NULL)?;
            }
        }
        Ok(init)
    }
}

impl Clock for JsHost {
    async fn sleep(&self, ms: u32) {
        sleep(ms).await;
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
        let event = Object::new();
        let error = to_js(retry.error, retry.operation, &self.hooks.redactor);
        for (name, value) in [
            ("operation", JsValue::from(retry.operation.as_str())),
            ("attempt", retry.attempt.into()),
            ("delay", retry.delay_ms.into()),
            ("error", error),
        ] {
            // Setting a property of a fresh object cannot fail.
            let _ = Reflect::set(&event, &name.into(), &value);
        }
        // A callback that throws is the caller's affair and must not break the transfer.
        let _ = on_retry.call1(&JsValue::UNDEFINED, &event);
    }
}

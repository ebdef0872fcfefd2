//! A fetch `Response` as the flows see it.

use gloo_net::http::Response;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStream;

use super::error::cause;
use super::json::JsJson;
use super::values::is_response;
use crate::client::host::Reply;
use crate::core::error::Cause;

/// An answer whose body is unread.
pub(super) struct FetchReply(Response);

impl FetchReply {
    /// Takes what a fetch resolved to.
    ///
    /// # Errors
    /// A [`Cause`] if a custom fetch resolved to something else than a `Response`.
    pub(super) fn new(value: JsValue) -> Result<Self, Cause> {
        if !is_response(&value) {
            let complaint = js_sys::TypeError::new("the custom fetch did not resolve to a Response");
            return Err(cause(complaint.into()));
        }
        // Not an instance check: a fetch from another realm or package has a Response of its own.
        Ok(Self(Response::from(value.unchecked_into::<web_sys::Response>())))
    }
}

impl Reply for FetchReply {
    type Json = JsJson;
    type Stream = Option<ReadableStream>;

    fn status(&self) -> u16 {
        self.0.status()
    }

    fn header(&self, name: &str) -> Option<String> {
        self.0.headers().get(name)
    }

    async fn text(self) -> Result<String, Cause> {
        // Not gloo-net's own: that panics when the read is rejected with something that is no Error, such as the
        // string of an abort.
        let promise = web_sys::Response::from(self.0).text().map_err(cause)?;
        let text = JsFuture::from(promise).await.map_err(cause)?;
        Ok(text.as_string().unwrap_or_default())
    }

    fn into_stream(self) -> Option<ReadableStream> {
        self.0.body()
    }
}

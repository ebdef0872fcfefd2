//! A fetch `Response` as the flows see it.
//!
//! Not gloo-net's wrapper: that panics when a read is rejected with something that is no `Error`, such as the string of an
//! abort, and trusts the headers of a custom fetch's answer.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::error::cause;
use super::json::JsJson;
use super::values::{header_of, is_response};
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
        Ok(Self(value.unchecked_into()))
    }
}

impl Reply for FetchReply {
    type Json = JsJson;
    type Stream = Response;

    fn status(&self) -> u16 {
        self.0.status()
    }

    fn header(&self, name: &str) -> Option<String> {
        header_of(&self.0, name)
    }

    async fn text(self) -> Result<String, Cause> {
        let promise = self.0.text().map_err(cause)?;
        let text = JsFuture::from(Promise::resolve(&promise)).await.map_err(cause)?;
        Ok(text.as_string().unwrap_or_default())
    }

    fn into_stream(self) -> Response {
        self.0
    }
}

//! Promises of futures, whose polls end when an exception comes up that nobody expects.

use std::future::Future;
use std::pin::Pin;
use std::task::Poll;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::uncaught::{uncaught_count, uncaught_since};
use crate::core::error::Error;

/// The promise of a future. It is boxed, so that there is one copy of what drives it.
pub(super) fn promise_of(future: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    let boxed: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>> = Box::pin(future);
    future_to_promise(boxed)
}

/// One poll, which fails if an exception comes up that nobody expects.
pub(super) fn catch_uncaught<T>(poll: impl FnOnce() -> Poll<Result<T, Error>>) -> Poll<Result<T, Error>> {
    let before = uncaught_count();
    let polled = poll();
    match uncaught_since(before) {
        Ok(()) => polled,
        Err(error) => Poll::Ready(Err(error)),
    }
}

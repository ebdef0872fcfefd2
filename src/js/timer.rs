//! Timer, and the time.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/src/js/timer.js")]
extern "C" {
    type Wait;
    #[wasm_bindgen(method, getter)]
    fn done(this: &Wait) -> Promise;
    #[wasm_bindgen(method)]
    fn clear(this: &Wait);

    fn sleep(ms: u32) -> Wait;
    #[wasm_bindgen(js_name = waitOnline)]
    fn wait_online() -> Wait;
    /// Milliseconds since some moment.
    pub(super) fn now() -> f64;
    /// Milliseconds from now to a date; NaN for what is none.
    #[wasm_bindgen(js_name = msUntil)]
    pub(super) fn ms_until(date: &str) -> f64;
}

/// Ends when its time has come, and is taken back when it is dropped before.
pub(super) struct Timer {
    wait: Wait,
    done: JsFuture,
}

impl Timer {
    fn new(wait: Wait) -> Self {
        Self { done: wait.done().into(), wait }
    }

    /// For that many milliseconds.
    pub(super) fn sleep(ms: u32) -> Self {
        Self::new(sleep(ms))
    }

    /// Until the browser is online; hardly at all if it is, or if there is none.
    pub(super) fn online() -> Self {
        Self::new(wait_online())
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // Never rejected.
        Pin::new(&mut self.done).poll(context).map(drop)
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.wait.clear();
    }
}

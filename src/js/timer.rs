//! Waiting, and the time.

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

    fn sleeping(ms: u32) -> Wait;
    fn connecting() -> Wait;
    /// Milliseconds since some moment.
    pub(super) fn now() -> f64;
    /// Milliseconds from now to a date; NaN for what is none.
    pub(super) fn until(date: &str) -> f64;
}

struct ClearOnDrop(Wait);

impl Drop for ClearOnDrop {
    fn drop(&mut self) {
        self.0.clear();
    }
}

/// Ends after that many milliseconds; dropping it takes the timer back.
pub(super) async fn sleep(ms: u32) {
    wait(sleeping(ms)).await;
}

/// Ends once the browser is online again; dropping it takes the listener off.
pub(super) async fn online_again() {
    wait(connecting()).await;
}

async fn wait(wait: Wait) {
    let wait = ClearOnDrop(wait);
    // Never rejected.
    let _ = JsFuture::from(wait.0.done()).await;
}

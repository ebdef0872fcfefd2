//! Waiting.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/src/js/timer.js")]
extern "C" {
    type Timer;
    #[wasm_bindgen(constructor)]
    fn new(ms: u32) -> Timer;
    #[wasm_bindgen(method, getter)]
    fn done(this: &Timer) -> Promise;
    #[wasm_bindgen(method)]
    fn clear(this: &Timer);
}

struct ClearOnDrop(Timer);

impl Drop for ClearOnDrop {
    fn drop(&mut self) {
        self.0.clear();
    }
}

/// Ends after that many milliseconds; dropping it takes the timer back.
pub(super) async fn sleep(ms: u32) {
    let timer = ClearOnDrop(Timer::new(ms));
    // Never rejected.
    let _ = JsFuture::from(timer.0.done()).await;
}

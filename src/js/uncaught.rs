//! Exceptions of functions that should not throw: built-ins that somebody has replaced, or that may not be used here.

use wasm_bindgen::prelude::*;

use super::error::cause;
use crate::core::error::Error;
use crate::core::text::strings::fill;

#[wasm_bindgen(module = "/src/js/uncaught.js")]
extern "C" {
    /// How many there have been.
    #[wasm_bindgen(js_name = uncaughtCount)]
    pub(super) fn uncaught_count() -> u32;
    #[wasm_bindgen(js_name = lastUncaught)]
    fn last_uncaught() -> JsValue;
}

/// An `INVALID_ARGUMENT` if there have been any since there were `before`: what was done meanwhile is made of nothing, and
/// may wait for ever for what has not begun.
pub(super) fn uncaught_since(before: u32) -> Result<(), Error> {
    if uncaught_count() == before {
        return Ok(());
    }
    let cause = cause(last_uncaught());
    let received = fill("one that throws: {}", &[cause.reason()]);
    Err(Error::invalid("globalThis", "a runtime whose functions work", &received).with_cause(cause))
}

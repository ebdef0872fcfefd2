//! Exceptions of functions that should not throw: built-ins that somebody has replaced, or that may not be used here.

use wasm_bindgen::prelude::*;

use super::error::cause;
use crate::core::error::Error;
use crate::core::text::strings::filled;

#[wasm_bindgen(module = "/src/js/uncaught.js")]
extern "C" {
    /// How many there have been.
    #[wasm_bindgen(js_name = thrownCount)]
    pub(super) fn thrown_count() -> u32;
    #[wasm_bindgen(js_name = lastThrown)]
    fn last_thrown() -> JsValue;
}

/// An `INVALID_ARGUMENT` if there have been any since there were `before`: what was done meanwhile is made of nothing, and
/// may wait for ever for what has not begun.
pub(super) fn thrown_since(before: u32) -> Result<(), Error> {
    if thrown_count() == before {
        return Ok(());
    }
    let cause = cause(last_thrown());
    let came = filled("one that throws: {}", &[cause.reason()]);
    Err(Error::invalid("globalThis", "a runtime whose functions work", &came).with_cause(cause))
}

//! Exceptions of functions that should not throw: built-ins that somebody has replaced, or that may not be used here.

use wasm_bindgen::prelude::*;

use super::error::cause;
use crate::core::error::Error;

#[wasm_bindgen(module = "/src/js/thrown.js")]
extern "C" {
    #[wasm_bindgen(js_name = thrownCount)]
    fn thrown_count() -> u32;
    #[wasm_bindgen(js_name = lastThrown)]
    fn last_thrown() -> JsValue;
}

/// What `work` gives, unless something was thrown meanwhile: then what it gives is made of nothing.
///
/// # Errors
/// `INVALID_ARGUMENT` naming `field`, with the exception as its cause.
pub(super) fn unless_thrown<T>(field: &str, work: impl FnOnce() -> T) -> Result<T, Error> {
    let before = thrown_count();
    let done = work();
    if thrown_count() == before { Ok(done) } else { Err(thrown(field)) }
}

#[cold]
fn thrown(field: &str) -> Error {
    let cause = cause(last_thrown());
    let came = ["one that throws: ", cause.reason()].concat();
    Error::invalid(field, "a runtime whose functions work", &came).with_cause(cause)
}

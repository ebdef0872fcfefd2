//! Questions about values of unknown type, answered in JS where they cannot throw.

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/values.js")]
extern "C" {
    /// The type; the value only of a number, and only with `numbers`.
    pub(super) fn describe(value: &JsValue, numbers: bool) -> String;
    /// A plain copy of an array, or `None` for what is none or cannot be read.
    #[wasm_bindgen(js_name = listOf)]
    pub(super) fn list_of(value: &JsValue) -> Option<Array>;
    /// Whether a string has no lone surrogates.
    #[wasm_bindgen(js_name = isWellFormed)]
    pub(super) fn is_well_formed(text: &JsString) -> bool;
    /// Whether a value works as an `AbortSignal`, of whichever realm.
    #[wasm_bindgen(js_name = isAbortSignal)]
    pub(super) fn is_abort_signal(value: &JsValue) -> bool;
}

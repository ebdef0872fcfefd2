//! Plain JS objects from the core's documents.

use serde::Serialize;
use wasm_bindgen::prelude::*;

/// The JS value of a document. Cannot fail: the keys are texts, and all values have their like in JS.
pub(super) fn object(document: &impl Serialize) -> JsValue {
    document.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or_default()
}

//! Bytes of an answer that have arrived, by handle.

use wasm_bindgen::prelude::*;

use crate::client::host::Bytes;

#[wasm_bindgen(module = "/src/js/stream.js")]
extern "C" {
    /// Bytes that have arrived.
    pub(super) type JsChunk;
    #[wasm_bindgen(js_name = sizeOf)]
    fn size_of(chunk: &JsChunk) -> f64;
    #[wasm_bindgen(js_name = partOf)]
    fn part_of(chunk: &JsChunk, start: f64, end: f64) -> JsChunk;
}

impl Bytes for JsChunk {
    fn size(&self) -> u64 {
        size_of(self) as u64
    }

    fn slice(&self, start: u64, end: u64) -> Self {
        part_of(self, start as f64, end as f64)
    }
}

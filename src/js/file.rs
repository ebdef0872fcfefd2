//! Handles of bytes: the bytes stay in JS.

use wasm_bindgen::prelude::*;
use web_sys::Blob;

use crate::client::host::Bytes;

#[wasm_bindgen(module = "/src/js/file.js")]
extern "C" {
    #[wasm_bindgen(js_name = sliceOf)]
    fn slice_of(blob: &Blob, start: f64, end: f64) -> Blob;
}

/// A `Blob`, or a slice of one.
#[derive(Clone)]
pub(super) struct BlobBytes(pub(super) Blob);

impl Bytes for BlobBytes {
    fn size(&self) -> u64 {
        self.0.size() as u64
    }

    fn slice(&self, start: u64, end: u64) -> Self {
        // Both ends are within the blob's size, which is a double itself.
        Self(slice_of(&self.0, start as f64, end as f64))
    }
}

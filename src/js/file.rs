//! What a caller gives to upload, as handles: the bytes stay in JS.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::error::cause;
use super::fields::{Fields, text, wrong};
use crate::client::host::Bytes;
use crate::core::error::Error;

const KINDS: &str = "a File, Blob, ArrayBuffer, typed array, Buffer, ReadableStream or Response";

#[wasm_bindgen(module = "/src/js/file.js")]
extern "C" {
    /// A file, not yet opened.
    type Handle;
    #[wasm_bindgen(method, catch)]
    fn open(this: &Handle) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn size(this: &Handle) -> Option<f64>;

    #[wasm_bindgen(js_name = handleOf, catch)]
    fn handle_of(source: &JsValue) -> Result<Option<Handle>, JsValue>;
    #[wasm_bindgen(js_name = nameOf, catch)]
    fn name_of(source: &JsValue) -> Result<Option<String>, JsValue>;
    /// Whether it is a `File` or `Blob`.
    #[wasm_bindgen(js_name = isFile)]
    pub(super) fn is_file(source: &JsValue) -> bool;
    #[wasm_bindgen(js_name = pathOf, catch)]
    fn path_of(given: &JsValue) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(js_name = lastSegment)]
    fn last_segment(path: &str) -> String;
    #[wasm_bindgen(js_name = fileHandleOf, catch)]
    fn file_handle_of(path: &str) -> Result<Handle, JsValue>;
}

/// A `Blob`, or a slice of one.
#[derive(Clone)]
pub(super) struct BlobBytes(pub(super) Blob);

impl Bytes for BlobBytes {
    fn size(&self) -> u64 {
        self.0.size() as u64
    }

    fn slice(&self, start: u64, end: u64) -> Self {
        // A slice has no type, and so fetch adds no Content-Type that a presigned URL was not made for. Both ends are
        // within the blob's size, which is a double itself.
        Self(self.0.slice_with_f64_and_f64(start as f64, end as f64).unwrap_or_else(|_| self.0.clone()))
    }
}

/// `file` or `filePath`, checked but not yet opened.
pub(super) struct Source {
    /// The name it has by itself.
    pub(super) name: Option<String>,
    /// The field it came in.
    field: String,
    handle: Handle,
}

impl Source {
    /// Reads the two fields; exactly one must be there.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming the field.
    pub(super) fn read(fields: &Fields) -> Result<Self, Error> {
        let (file, path) = (fields.get("file"), fields.get("filePath"));
        fields.check()?;
        match (file, path) {
            (Some(_), Some(_)) => Err(Error::invalid("file, filePath", "one of them", "both")),
            (None, None) => Err(Error::invalid("file", &format!("{KINDS} (or filePath)"), "undefined")),
            (Some(file), None) => Self::of_file("file", &file),
            (None, Some(path)) => Self::of_path(&path),
        }
    }

    /// Takes bytes that came in `field`.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming the field.
    pub(super) fn of_file(field: &str, file: &JsValue) -> Result<Self, Error> {
        let unreadable = |thrown| wrong(field, KINDS, file).with_cause(cause(thrown));
        let handle = handle_of(file).map_err(unreadable)?.ok_or_else(|| wrong(field, KINDS, file))?;
        let name = name_of(file).map_err(unreadable)?;
        Ok(Self { name, field: field.to_owned(), handle })
    }

    /// The same file, as an element of a list: `prefix` comes before the field's name.
    pub(super) fn below(mut self, prefix: &str) -> Self {
        self.field.insert_str(0, prefix);
        self
    }

    /// Bytes, if that is known before it is opened.
    pub(super) fn size(&self) -> Option<u64> {
        self.handle.size().map(|size| size as u64)
    }

    fn of_path(given: &JsValue) -> Result<Self, Error> {
        const EXPECTED: &str = "a path or a file: URL";
        if given.is_string() {
            text("filePath", given)?;
        } else if !given.is_instance_of::<js_sys::Object>() {
            return Err(wrong("filePath", EXPECTED, given));
        }
        let wrong = |thrown| wrong("filePath", EXPECTED, given).with_cause(cause(thrown));
        let path = path_of(given).map_err(wrong)?;
        let Some(path) = path else {
            return Err(Error::invalid(
                "filePath",
                "Node, Deno or Bun; elsewhere pass the File as file",
                "no file system",
            ));
        };
        let handle = file_handle_of(&path).map_err(wrong)?;
        Ok(Self { name: Some(last_segment(&path)), field: "filePath".to_owned(), handle })
    }

    /// The bytes' handle.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` if a path cannot be opened or a stream fails.
    pub(super) async fn open(self) -> Result<BlobBytes, Error> {
        let opened = async {
            let blob = self.handle.open()?;
            JsFuture::from(Promise::resolve(&blob)).await
        };
        opened.await.map(|blob| BlobBytes(blob.unchecked_into())).map_err(|thrown| {
            let cause = cause(thrown);
            Error::invalid(&self.field, "a file that can be read", cause.reason()).with_cause(cause)
        })
    }
}

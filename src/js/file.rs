//! What a caller gives to upload, as handles: the bytes stay in JS.

use js_sys::{Function, Promise};
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
    #[wasm_bindgen(js_name = openerOf, catch)]
    fn opener_of(source: &JsValue) -> Result<Option<Function>, JsValue>;
    #[wasm_bindgen(js_name = nameOf, catch)]
    fn name_of(source: &JsValue) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(js_name = pathOf, catch)]
    fn path_of(given: &JsValue) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(js_name = lastSegment)]
    fn last_segment(path: &str) -> String;
    #[wasm_bindgen(js_name = fileOpenerOf)]
    fn file_opener_of(path: &str) -> Function;
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
    field: &'static str,
    opener: Function,
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
            (Some(file), None) => Self::of_file(&file),
            (None, Some(path)) => Self::of_path(&path),
        }
    }

    fn of_file(file: &JsValue) -> Result<Self, Error> {
        let unreadable = |thrown| wrong("file", KINDS, file).with_cause(cause(thrown));
        let opener = opener_of(file).map_err(unreadable)?.ok_or_else(|| wrong("file", KINDS, file))?;
        let name = name_of(file).map_err(unreadable)?;
        Ok(Self { name, field: "file", opener })
    }

    fn of_path(given: &JsValue) -> Result<Self, Error> {
        const EXPECTED: &str = "a path or a file: URL";
        if given.is_string() {
            text("filePath", given)?;
        } else if !given.is_instance_of::<js_sys::Object>() {
            return Err(wrong("filePath", EXPECTED, given));
        }
        let path = path_of(given).map_err(|thrown| wrong("filePath", EXPECTED, given).with_cause(cause(thrown)))?;
        let Some(path) = path else {
            return Err(Error::invalid(
                "filePath",
                "Node, Deno or Bun; elsewhere pass the File as file",
                "no file system",
            ));
        };
        Ok(Self { name: Some(last_segment(&path)), field: "filePath", opener: file_opener_of(&path) })
    }

    /// The bytes' handle.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` if a path cannot be opened or a stream fails.
    pub(super) async fn open(self) -> Result<BlobBytes, Error> {
        let opened = async {
            let blob = self.opener.call0(&JsValue::UNDEFINED)?;
            JsFuture::from(Promise::resolve(&blob)).await
        };
        opened.await.map(|blob| BlobBytes(blob.unchecked_into())).map_err(|thrown| {
            let cause = cause(thrown);
            Error::invalid(self.field, "a file that can be read", cause.reason()).with_cause(cause)
        })
    }
}

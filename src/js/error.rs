//! Errors on their way out: from the core's error to the class that users catch, with every secret cut out.

use wasm_bindgen::prelude::*;

use crate::core::error::{Cause, CauseKind, Error, Operation};
use crate::core::http::redact::Redactor;

#[wasm_bindgen(module = "/src/js/error.js")]
extern "C" {
    type Details;
    #[wasm_bindgen(constructor)]
    fn new(code: &str, operation: &str, attempts: u32, retryable: bool) -> Details;
    #[wasm_bindgen(method, js_name = toError)]
    fn to_error(
        this: &Details,
        message: &str,
        status: u16,
        body: Option<&str>,
        hint: Option<&str>,
        cause: &JsValue,
        clean: &dyn Fn(String) -> String,
    ) -> JsValue;
    fn reason(thrown: &JsValue) -> String;

    // Declared as a function, because only for functions can a re-export go without generated types: the class is
    // declared by hand in index.d.ts.
    #[wasm_bindgen(js_name = AttachmentError, reexport, skip_typescript)]
    fn attachment_error();
    // For the class in pkg/loaders/client.js.
    #[wasm_bindgen(js_name = invalid, reexport, skip_typescript)]
    fn invalid();
    #[wasm_bindgen(js_name = errorAt, reexport, skip_typescript)]
    fn error_at();
    #[wasm_bindgen(js_name = placed, reexport, skip_typescript)]
    fn placed();
    #[wasm_bindgen(js_name = placeAmongOthers, reexport, skip_typescript)]
    fn place_among_others();
    #[wasm_bindgen(js_name = streamPlaces, reexport, skip_typescript)]
    fn stream_places();
}

#[wasm_bindgen(module = "/src/js/file_error.js")]
extern "C" {
    type FileError;
    #[wasm_bindgen(method, getter)]
    fn changed(this: &FileError) -> bool;
    #[wasm_bindgen(method, getter)]
    fn message(this: &FileError) -> String;
    #[wasm_bindgen(method, getter)]
    fn cause(this: &FileError) -> JsValue;
}

pub(super) fn is_file_error(thrown: &JsValue) -> bool {
    thrown.is_instance_of::<FileError>()
}

/// A JS exception as the core carries it.
pub(super) fn cause(thrown: JsValue) -> Cause {
    if let Some(failure) = thrown.dyn_ref::<FileError>() {
        let kind = if failure.changed() { CauseKind::FileChanged } else { CauseKind::FileUnreadable };
        return Cause::new(failure.cause(), failure.message()).with_kind(kind);
    }
    let reason = reason(&thrown);
    Cause::new(thrown, reason)
}

/// The `AttachmentError` for a failure of `operation`.
pub(super) fn to_js(error: &Error, operation: Operation, redactor: &Redactor) -> JsValue {
    let details = error.details();
    let thrown = details.cause.as_ref().and_then(|cause| cause.downcast_ref::<JsValue>());
    Details::new(details.code.as_str(), operation.as_str(), details.attempts, details.retryable).to_error(
        &details.message,
        details.status.unwrap_or_default(),
        details.body.as_deref(),
        details.hint.as_deref(),
        thrown.unwrap_or(&JsValue::UNDEFINED),
        &|text| redactor.clean(&text),
    )
}

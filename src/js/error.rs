//! Errors on their way out: from the core's error to the class that users catch, with every secret cut out.

use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::core::error::{Cause, Error, Operation};
use crate::core::redact::Redactor;

/// The longest body, in characters, that an error carries.
pub(super) const MOST_BODY: u32 = 64 * 1024;

#[wasm_bindgen(module = "/src/js/error.js")]
extern "C" {
    #[wasm_bindgen(js_name = newAttachmentError)]
    fn new_attachment_error(message: &str, fields: &Object) -> JsValue;
    #[wasm_bindgen(js_name = cleanCause)]
    fn clean_cause(thrown: &JsValue, clean: &dyn Fn(String) -> String) -> JsValue;
    fn reason(thrown: &JsValue) -> String;

    // Declared as a function, because only for functions can a re-export go without generated types: the class is
    // declared by hand in index.d.ts.
    #[wasm_bindgen(js_name = AttachmentError, reexport, skip_typescript)]
    fn attachment_error();
}

/// A JS exception as the core carries it.
pub(super) fn cause(thrown: JsValue) -> Cause {
    let reason = reason(&thrown);
    Cause::new(thrown, reason)
}

/// The `AttachmentError` for a failure of `operation`.
pub(super) fn to_js(error: &Error, operation: Operation, redactor: &Redactor) -> JsValue {
    let details = error.details();
    let fields = Object::new();
    let set = |name: &str, value: JsValue| {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&fields, &name.into(), &value);
    };
    set("code", details.code.as_str().into());
    set("operation", operation.as_str().into());
    set("attempts", details.attempts.into());
    set("retryable", details.retryable.into());
    if let Some(status) = details.status.filter(|status| *status != 0) {
        set("status", status.into());
    }
    if let Some(body) = details.body.as_deref().filter(|body| !body.is_empty()) {
        set("body", clean_body(body, redactor));
    }
    if let Some(hint) = &details.hint {
        set("hint", redactor.clean(hint).into());
    }
    if let Some(thrown) = details.cause.as_ref().and_then(|cause| cause.downcast_ref::<JsValue>()) {
        set("cause", clean_cause(thrown, &|text| redactor.clean(&text)));
    }
    new_attachment_error(&redactor.clean(&details.message), &fields)
}

/// A body, parsed if it is JSON. Written out again before it is cleaned, so that no escape hides a secret.
fn clean_body(body: &str, redactor: &Redactor) -> JsValue {
    let body: String = body.chars().take(MOST_BODY as usize).collect();
    let parsed = JSON::parse(&body).and_then(|value| JSON::stringify(&value)).map(String::from);
    match parsed {
        Ok(text) => {
            let text = redactor.clean(&text);
            JSON::parse(&text).unwrap_or_else(|_| text.into())
        }
        Err(_) => redactor.clean(&body).into(),
    }
}

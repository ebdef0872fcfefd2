//! Plain JS objects from the core's documents.

use js_sys::{Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::error::cause;
use crate::core::error::{Code, Error};

/// The JS value of a document.
///
/// # Errors
/// `INVALID_ARGUMENT` for a number beyond 2^53, which JS cannot tell from its neighbours.
pub(super) fn object(document: &impl Serialize) -> Result<JsValue, Error> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    document.serialize(&serializer).map_err(|error| {
        let thrown = JsValue::from(error);
        Error::new(Code::InvalidArgument, "a number is beyond 2^53").with_cause(cause(thrown))
    })
}

/// A JS object of values that are JS values already.
pub(super) fn plain(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

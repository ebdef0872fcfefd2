//! Plain JS objects from the core's documents.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::error::cause;
use crate::core::error::{Code, Error};

/// The JS value of a document.
///
/// # Errors
/// `INVALID_ARGUMENT` for a number beyond 2^53, which JS cannot tell from its neighbours.
pub(super) fn object(document: &impl Serialize) -> Result<JsValue, Error> {
    serialized(document)
        .map_err(|thrown| Error::new(Code::InvalidArgument, "a number is beyond 2^53").with_cause(cause(thrown)))
}

/// The same, failing with what the serializer throws.
pub(super) fn serialized(document: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(document.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

//! A JSON object on its way out, as a list of fields.
//!
//! Serialized as a map and by one piece of code. A derived implementation per struct is unrolled for each field, and
//! serde-wasm-bindgen keeps a hash table for the names of struct fields: together a tenth of the whole package.

use serde::ser::{Serialize, Serializer};

use crate::core::opik::requests::UploadedPart;

/// Fields in the order they are written in.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonObject<'a>(pub Vec<(&'static str, Value<'a>)>);

/// What a field can hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// A string.
    Text(&'a str),
    /// A whole number below 2^53.
    Number(u64),
    /// An array of strings.
    Texts(&'a [String]),
    /// The parts of a completion, of which there may be ten thousand: each becomes a document only while it is written.
    Parts(&'a [UploadedPart]),
}

impl Serialize for JsonObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            // JS has one type for both, and serde-wasm-bindgen's 64 bits bring all of `core::fmt` for numbers beyond 2^53.
            Self::Number(number) => match u32::try_from(*number) {
                Ok(number) => serializer.serialize_u32(number),
                Err(_) => serializer.serialize_f64(*number as f64),
            },
            Self::Texts(texts) => serializer.collect_seq(*texts),
            Self::Parts(parts) => serializer.collect_seq(parts.iter().map(UploadedPart::document)),
        }
    }
}

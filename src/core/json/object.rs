//! A JSON object on its way out, as a list of fields.
//!
//! Serialized as a map and by one piece of code. A derived implementation per struct is unrolled for each field, and
//! serde-wasm-bindgen keeps a hash table for the names of struct fields: together a tenth of the whole package.

use std::fmt;

use serde::ser::{Serialize, Serializer};

/// Fields in the order they are written in.
#[derive(Clone, Debug)]
pub struct JsonObject<'a>(pub Vec<(&'static str, Value<'a>)>);

/// What a field can hold.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// A string.
    Text(&'a str),
    /// A whole number below 2^53.
    Number(u64),
    /// An array of strings.
    Texts(&'a [String]),
    /// An array of objects, each made only while it is written.
    Objects(&'a dyn JsonObjects),
}

/// A list of up to ten thousand objects.
///
/// `Debug` is not a supertrait: its method would be part of each vtable and bring all of `core::fmt`, 4 KB of brotli.
pub trait JsonObjects {
    /// Returns the object at `index`, or `None` after the last one.
    fn get(&self, index: usize) -> Option<JsonObject<'_>>;
}

impl fmt::Debug for dyn JsonObjects + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries((0..).map_while(|index| self.get(index))).finish()
    }
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
            Self::Objects(objects) => serializer.collect_seq((0..).map_while(|index| objects.get(index))),
        }
    }
}

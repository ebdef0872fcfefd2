//! A JSON value as the core sees it, whichever parser the host has.
//!
//! In the browser that is the engine's own `JSON.parse`: a deserializer of ours would be the largest part of the
//! package.

pub mod object;

/// A parsed JSON value.
pub trait Json: Sized {
    /// Parses text; `None` if it is not JSON.
    fn parse(text: &str) -> Option<Self>;
    /// A member of an object; `None` if this is no object, or the member is missing or null.
    fn field(&self, name: &'static str) -> Option<Self>;
    /// Whether this is a string, without looking into it.
    fn is_string(&self) -> bool;
    /// This value, if it is a string.
    fn string(&self) -> Option<String>;
    /// This value, if it is a whole number from 0 to 2^53 - 1.
    fn integer(&self) -> Option<u64>;
    /// The elements, if it is an array.
    fn items(&self) -> Option<Vec<Self>>;
}

/// An answer with a status of success whose body is not what the wire says. Holds the field that is missing or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingField(pub &'static str);

/// A member that must be a string.
///
/// # Errors
/// [`MissingField`] if it is none.
pub fn string<J: Json>(value: &J, field: &'static str) -> Result<String, MissingField> {
    value.field(field).and_then(|found| found.string()).ok_or(MissingField(field))
}

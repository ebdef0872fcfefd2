//! What attachments hang on: a trace or a span, in a project.

use crate::core::error::Error;
use crate::core::text::strings::{decimal, fill};

/// The kind of entity that carries attachments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityType {
    /// A trace.
    Trace,
    /// A span of a trace.
    Span,
}

impl EntityType {
    /// The public forms of all, separated by spaces.
    pub const NAMES: &str = "trace span";

    /// The wire form, which is also the public one.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Span => "span",
        }
    }

    /// Reads the public form. Case matters, as it does to the backend.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for every other text.
    pub fn parse(text: &str) -> Result<Self, Error> {
        match text {
            "trace" => Ok(Self::Trace),
            "span" => Ok(Self::Span),
            _ => Err(Error::invalid("entityType", Self::NAMES, "another string")),
        }
    }

    /// The longest file name in bytes of UTF-8: an object key has 1,024, and the fixed part in front takes one more
    /// for a trace (`traces/`) than for a span.
    #[must_use]
    pub const fn max_name_bytes(self) -> usize {
        match self {
            Self::Trace => 864,
            Self::Span => 865,
        }
    }
}

/// The entity a call is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentTarget {
    /// The project's name, as the user gave it.
    pub project_name: String,
    /// Trace or span.
    pub entity_type: EntityType,
    /// The entity's UUID, in lower case.
    pub entity_id: String,
}

/// Checks and normalises a UUID: 36 characters with dashes, any version, any case.
///
/// # Errors
/// `INVALID_ARGUMENT` naming `field`.
pub fn parse_uuid(field: &str, text: &str) -> Result<String, Error> {
    let is_dash = |index: usize| matches!(index, 8 | 13 | 18 | 23);
    let fits = |(index, byte): (usize, u8)| if is_dash(index) { byte == b'-' } else { byte.is_ascii_hexdigit() };
    if text.len() == 36 && text.bytes().enumerate().all(fits) {
        return Ok(text.to_ascii_lowercase());
    }
    let received = fill("a string of {} characters", &[&decimal(text.chars().count() as u64)]);
    Err(Error::invalid(field, "a UUID such as 0190babc-62a0-71d2-832a-0feffa4676eb", &received))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_checked_and_lower_cased() {
        let id = "0190BABC-62a0-71d2-832a-0feffa4676eb";
        assert_eq!(parse_uuid("entityId", id).unwrap(), id.to_ascii_lowercase());
        for bad in
            ["", "0190babc62a071d2832a0feffa4676eb", "0190babc-62a0-71d2-832a-0feffa4676eg", "é", &format!("{id} ")]
        {
            let error = parse_uuid("entityId", bad).unwrap_err();
            assert!(error.to_string().contains("entityId"), "{error}");
        }
    }
}

//! Jackson's messages for JSON that does not fit, as Opik passes them on.

use std::fmt;

use axum::http::StatusCode;
use serde_json::{Map, Number, Value};

use super::locations::{field_range, line_and_column};
use crate::backend::error::ApiError;

/// The Java class that an object is read into.
#[derive(Clone, Copy, Debug)]
pub(super) struct Class(&'static str);

impl Class {
    pub(super) const PART: Self = Self("com.comet.opik.api.attachment.MultipartUploadPart");

    /// The class of an endpoint's body.
    pub(super) fn of(path: &str) -> Self {
        Self(match path.rsplit('/').next().unwrap_or_default() {
            "retrieve" => "com.comet.opik.api.ProjectRetrieve",
            "upload-start" => "com.comet.opik.api.attachment.StartMultipartUploadRequest",
            "upload-complete" => "com.comet.opik.api.attachment.CompleteMultipartUploadRequest",
            _ => "com.comet.opik.api.attachment.DeleteAttachmentsRequest",
        })
    }

    pub(super) const fn name(self) -> &'static str {
        self.0
    }
}

/// A message of Jackson's, first without and then with its location.
#[derive(Debug)]
pub(super) struct JacksonError {
    message: String,
    /// Reported at the end of a value instead of its start.
    at_end: bool,
}

impl From<JacksonError> for ApiError {
    fn from(error: JacksonError) -> Self {
        Self::message(StatusCode::BAD_REQUEST, format!("Unable to process JSON. {}", error.message))
    }
}

impl JacksonError {
    fn new(message: String) -> Self {
        Self { message, at_end: false }
    }

    /// A value of a kind that no instance of the class can be made of.
    pub(super) fn wrong_token(class: &str, value: &Value) -> Self {
        let (kind, token) = match value {
            Value::Null => ("Null", "VALUE_NULL"),
            Value::Bool(true) => ("Boolean", "VALUE_TRUE"),
            Value::Bool(false) => ("Boolean", "VALUE_FALSE"),
            Value::Number(number) if number.is_f64() => ("Floating-point", "VALUE_NUMBER_FLOAT"),
            Value::Number(_) => ("Integer", "VALUE_NUMBER_INT"),
            Value::String(_) => ("String", "VALUE_STRING"),
            Value::Array(_) => ("Array", "START_ARRAY"),
            Value::Object(_) => ("Object", "START_OBJECT"),
        };
        Self::new(format!("Cannot deserialize value of type `{class}` from {kind} value (token `JsonToken.{token}`)"))
    }

    pub(super) fn wrong_text(class: &str, text: &str, why: &str) -> Self {
        Self::new(format!("Cannot deserialize value of type `{class}` from String \"{text}\": {why}"))
    }

    pub(super) fn no_creator(class: &str, text: &str) -> Self {
        Self::new(format!(
            "Cannot construct instance of `{class}` (although at least one Creator exists): no String-argument \
             constructor/factory method to deserialize from String value ('{text}')"
        ))
    }

    pub(super) fn unknown_entity_type(text: &str) -> Self {
        Self::new(format!(
            "Cannot construct instance of `com.comet.opik.api.attachment.EntityType`, problem: Unknown entity type \
             '{text}'"
        ))
    }

    pub(super) fn out_of_range(number: &Number, word: &str, min: i64, max: i64) -> Self {
        let message = format!("Numeric value ({number}) out of range of {word} ({min} - {max})");
        Self { message, at_end: true }
    }

    /// A body that is JSON, but no object.
    pub(super) fn not_an_object(text: &[u8], class: Class, value: &Value) -> Self {
        let error = match value {
            Value::String(content) => Self::no_creator(class.name(), content),
            other => Self::wrong_token(class.name(), other),
        };
        let start = text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        Self::new(format!("{}\n at {}", error.message, Source(text, start)))
    }

    /// A body that is no JSON.
    pub(super) fn syntax(text: &[u8], class: Class, error: &serde_json::Error) -> Self {
        if let Err(invalid) = std::str::from_utf8(text) {
            return Self::invalid_utf8(text, class, invalid.valid_up_to());
        }
        if error.is_eof() {
            let kind = if text.trim_ascii_start().starts_with(b"[") { "Array" } else { "Object" };
            return Self::new(format!(
                "Unexpected end-of-input: expected close marker for {kind} (start marker at {})\n at {}",
                Source(text, 0),
                Source(text, text.len())
            ));
        }
        let at = offset(text, error.line(), error.column());
        let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_' || **byte == b'$';
        let (before, after) = text.split_at_checked(at).unwrap_or((text, &[]));
        let start = at - before.iter().rev().take_while(is_word).count();
        let end = at + after.iter().take_while(is_word).count();
        if start < end {
            let word = String::from_utf8_lossy(text.get(start..end).unwrap_or_default());
            // Jackson has read on to what comes after the word.
            let read = text.len().min(end + 1);
            return Self::new(format!(
                "Unrecognized token '{word}': was expecting (JSON String, Number (or 'NaN'/'+INF'/'-INF'), Array, Object or \
                 token 'null', 'true' or 'false')\n at {}",
                Source(text, read)
            ));
        }
        let byte = after.first().copied().unwrap_or_default();
        Self::new(format!(
            "Unexpected character ('{}' (code {byte})): was expecting a valid value\n at {}",
            char::from(byte),
            Source(text, at)
        ))
    }

    /// A body that is not UTF-8 from that byte on.
    fn invalid_utf8(text: &[u8], class: Class, at: usize) -> Self {
        let byte = text.get(at + 1).copied().unwrap_or_default();
        let mut message = format!("Invalid UTF-8 middle byte 0x{byte:x}\n at {}", Source(text, at + 2));
        // With all such bytes replaced it may be an object whose fields can be found.
        let legible: Vec<u8> = text.iter().map(|byte| if byte.is_ascii() { *byte } else { b'?' }).collect();
        let fields = serde_json::from_slice::<Map<String, Value>>(&legible).unwrap_or_default();
        let holds = |key: &&String| field_range(&legible, key).is_some_and(|range| range.contains(&at));
        if let Some(key) = fields.keys().find(holds) {
            message.push_str(&chain(class, key));
        }
        Self::new(message)
    }

    /// Adds which field it is and where.
    pub(super) fn in_field(self, text: &[u8], class: Class, key: &str) -> Self {
        // Errors inside a part are located at the list of parts.
        let range = field_range(text, key).or_else(|| field_range(text, "uploaded_file_parts")).unwrap_or_default();
        let at = if self.at_end { range.end } else { range.start };
        let place = Source(text, at);
        Self::new(format!("{}\n at {place}{}", self.message, chain(class, key)))
    }
}

fn chain(class: Class, key: &str) -> String {
    format!(" (through reference chain: {}[\"{key}\"])", class.name())
}

/// A place in a text.
struct Source<'a>(&'a [u8], usize);

impl fmt::Display for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = line_and_column(self.0, self.1);
        write!(
            f,
            "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: {line}, column: {column}]"
        )
    }
}

/// The byte that a reader stopped at which counts lines and columns from 1.
fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive(|byte| *byte == b'\n').take(line - 1).map(<[u8]>::len).sum();
    start + column.saturating_sub(1)
}

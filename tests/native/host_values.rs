//! The host's own values: handles of bytes, and parsed JSON.

use std::fmt;
use std::rc::Rc;

use opik_attachments::client::host::Bytes;
use opik_attachments::core::json::Json;
use serde_json::Value;

/// A range of bytes that are kept once.
#[derive(Clone)]
pub(crate) struct Blob {
    bytes: Rc<[u8]>,
    start: u64,
    end: u64,
}

impl Blob {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        Self { bytes: bytes.into(), start: 0, end: bytes.len() as u64 }
    }

    /// A handle that says to be of a size for which nobody has the memory. Its bytes cannot be read.
    pub(crate) fn claiming(size: u64) -> Self {
        Self { bytes: [].into(), start: 0, end: size }
    }

    pub(crate) fn content(&self) -> &[u8] {
        let position = |at: u64| usize::try_from(at).unwrap();
        &self.bytes[position(self.start)..position(self.end)]
    }
}

impl Bytes for Blob {
    fn size(&self) -> u64 {
        self.end - self.start
    }

    fn slice(&self, start: u64, end: u64) -> Self {
        assert!(start <= end && end <= self.size(), "a slice {start}..{end} of {} bytes", self.size());
        Self { bytes: self.bytes.clone(), start: self.start + start, end: self.start + end }
    }
}

/// The body of a request.
#[derive(Clone, PartialEq)]
pub(crate) enum Body {
    None,
    Json(Value),
    Bytes(Vec<u8>),
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("nothing"),
            Self::Json(document) => write!(f, "{document}"),
            // Megabytes would bury the rest of the report.
            Self::Bytes(bytes) => write!(f, "{} bytes starting {:?}", bytes.len(), bytes.get(..8).unwrap_or(bytes)),
        }
    }
}

/// A value as a JavaScript engine would show it to the core.
#[derive(Debug, PartialEq)]
pub(crate) struct ParsedJson(pub(crate) Value);

impl Json for ParsedJson {
    fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    fn field(&self, name: &'static str) -> Option<Self> {
        self.0.get(name).filter(|value| !value.is_null()).cloned().map(Self)
    }

    fn is_string(&self) -> bool {
        self.0.is_string()
    }

    fn string(&self) -> Option<String> {
        self.0.as_str().map(str::to_owned)
    }

    fn integer(&self) -> Option<u64> {
        // By way of a float, as in JavaScript: there 3.0 is a whole number as well.
        let number = self.0.as_f64()?;
        (number.fract() == 0.0 && (0.0..9_007_199_254_740_992.0).contains(&number)).then_some(number as u64)
    }

    fn items(&self) -> Option<Vec<Self>> {
        Some(self.0.as_array()?.iter().cloned().map(Self).collect())
    }
}

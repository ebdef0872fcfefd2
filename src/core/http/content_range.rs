//! The header that says which bytes of a file an answer holds.

use crate::core::text::strings;

/// `Content-Range` of a 206 (the first byte and the size) or of a 416 (the size alone).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentRange {
    /// The first byte; `None` in a refusal.
    pub start: Option<u64>,
    /// Bytes of the whole file, if the server knows.
    pub size: Option<u64>,
}

impl ContentRange {
    /// Reads `bytes 5-9/20`, `bytes 5-9/*` or `bytes */20`.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        let (range, size) = strings::split_once(value.trim().strip_prefix("bytes ")?, "/")?;
        let start = match strings::split_once(range, "-") {
            Some((start, _)) => Some(strings::parse_integer(start)?),
            None if range == "*" => None,
            None => return None,
        };
        Some(Self { start, size: strings::parse_integer(size) })
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_the_standard() {
        let range = |start, size| Some(ContentRange { start, size });
        assert_eq!(ContentRange::parse("bytes 5-9/20"), range(Some(5), Some(20)));
        assert_eq!(ContentRange::parse("bytes 5-9/*"), range(Some(5), None));
        assert_eq!(ContentRange::parse("bytes */20"), range(None, Some(20)));
        for other in ["", "bytes", "bytes x-9/20", "items 5-9/20", "bytes 5"] {
            assert_eq!(ContentRange::parse(other), None, "{other}");
        }
    }
}

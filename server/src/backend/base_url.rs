//! `path`: the base URL a client uses, in base64. A backend does not know its public address, so clients send it along
//! and links are built from it.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::backend::error::ApiError;

/// Decodes `path` the way Opik's Java decoder does: the URL-safe alphabet only, padded correctly or not at all.
pub(crate) fn decode_base_url(path: &str) -> Result<String, ApiError> {
    let padding = if path.contains('=') { DecodePaddingMode::RequireCanonical } else { DecodePaddingMode::RequireNone };
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(padding)
        // Java does not mind leftover bits in the last character.
        .with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(&URL_SAFE, config)
        .decode(path)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .map_err(|_| ApiError::message(StatusCode::BAD_REQUEST, "Invalid base URL format"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_right_or_absent() {
        for path in ["aHR0cDovL2EvYXBp", "aHR0cDovL2EvYXBpLw", "aHR0cDovL2EvYXBpLw==", "aHR0cDovL2E_YX4", "YX4-"] {
            assert!(decode_base_url(path).is_ok(), "{path}");
        }
        assert_eq!(decode_base_url("aHR0cDovL2EvYXBpLw").unwrap(), "http://a/api/");
    }

    #[test]
    fn the_standard_alphabet_and_broken_text_are_refused() {
        for path in ["aHR0cDovL2E/YX4", "YX4+", "YX4 ", "ab=", "abcde", "a", "ab==cd", "ä"] {
            assert!(decode_base_url(path).is_err(), "{path}");
        }
    }

    #[test]
    fn leftover_bits_are_ignored() {
        assert_eq!(decode_base_url("QR").unwrap(), "A");
    }
}

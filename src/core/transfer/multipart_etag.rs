//! The `ETag` that S3 gives to an object made of parts.

use crate::core::http::etag::opaque_etag;
use crate::core::opik::upload_complete::UploadedPart;
use crate::core::text::strings::{self, decimal, fill};
use crate::core::transfer::md5::md5;

/// The tag, without quotes, of an object made of `parts`: the MD5 of their MD5s, a dash, and their number. `None` where
/// a part's own tag is no MD5, as in buckets with some kinds of encryption.
#[must_use]
pub fn multipart_etag(parts: &[UploadedPart]) -> Option<String> {
    let mut digests = Vec::new();
    for part in parts {
        let hex = opaque_etag(&part.etag);
        if !is_digest(hex) {
            return None;
        }
        for digits in hex.as_bytes().chunks(2) {
            digests.push(digits.iter().fold(0, |byte, digit| byte << 4 | value(*digit)));
        }
    }
    Some(fill("{}-{}", &[&md5(digests), &decimal(parts.len() as u64)]))
}

/// Whether an object's tag is of that kind, so that it tells by itself which object it is.
#[must_use]
pub fn is_multipart_etag(tag: &str) -> bool {
    let digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    strings::split_once(opaque_etag(tag), "-").is_some_and(|(hex, count)| is_digest(hex) && digits(count))
}

fn is_digest(hex: &str) -> bool {
    hex.len() == 32 && hex.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// Below 16.
fn value(digit: u8) -> u8 {
    char::from(digit).to_digit(16).unwrap_or_default() as u8
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn part(number: u32, tag: &str) -> UploadedPart {
        UploadedPart { etag: tag.to_owned(), number }
    }

    #[test]
    fn as_s3_makes_it() {
        // The parts "a" and "b".
        let parts = [part(1, "\"0cc175b9c0f1b6a831c399e269772661\""), part(2, "\"92eb5ffee6ae2fec3ad71c777531578f\"")];
        assert_eq!(multipart_etag(&parts).unwrap(), "96e024ba2074fe77e8e965ba43a704be-2");
        assert!(is_multipart_etag("W/\"96e024ba2074fe77e8e965ba43a704be-2\""));
        for other in ["\"96e024ba2074fe77e8e965ba43a704be\"", "\"96e024ba2074fe77e8e965ba43a704be-\"", "\"kms-1\"", ""]
        {
            assert!(!is_multipart_etag(other), "{other}");
        }
        assert_eq!(multipart_etag(&[part(1, "\"0cc175b9c0f1b6a831c399e26977266\"")]), None);
        assert_eq!(multipart_etag(&[part(1, "\"0cc175b9c0f1b6a831c399e2697726611\"")]), None);
        assert_eq!(multipart_etag(&[part(1, "\"zcc175b9c0f1b6a831c399e269772661\"")]), None);
    }
}

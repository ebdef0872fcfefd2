//! The `ETag` that S3 gives to an object made of parts.

use super::e_tag::opaque_tag;
use super::md5::md5;
use super::requests::UploadedPart;
use super::text::{self, decimal};

/// The tag, without quotes, of an object made of `parts`: the MD5 of their MD5s, a dash, and their number. `None` where
/// a part's own tag is no MD5, as in buckets with some kinds of encryption.
#[must_use]
pub fn multipart_tag(parts: &[UploadedPart]) -> Option<String> {
    let mut digests = Vec::with_capacity(parts.len() * 16);
    for part in parts {
        digests.extend(digest_of_hex(opaque_tag(&part.e_tag))?);
    }
    let mut tag = String::new();
    for byte in md5(&digests) {
        for digit in [byte >> 4, byte & 15] {
            tag.extend(char::from_digit(u32::from(digit), 16));
        }
    }
    tag.push('-');
    tag.push_str(&decimal(parts.len() as u64));
    Some(tag)
}

/// Whether an object's tag is of that kind, so that it tells by itself which object it is.
#[must_use]
pub fn is_multipart_tag(tag: &str) -> bool {
    let digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    text::split_once(opaque_tag(tag), "-").is_some_and(|(hex, count)| digest_of_hex(hex).is_some() && digits(count))
}

fn digest_of_hex(hex: &str) -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    let mut digits = hex.chars();
    for byte in &mut bytes {
        let mut digit = || digits.next()?.to_digit(16);
        // Two digits fit into a byte.
        *byte = (digit()? << 4 | digit()?) as u8;
    }
    digits.next().is_none().then_some(bytes)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn part(number: u32, tag: &str) -> UploadedPart {
        UploadedPart { e_tag: tag.to_owned(), number }
    }

    #[test]
    fn as_s3_makes_it() {
        // The parts "a" and "b".
        let parts = [part(1, "\"0cc175b9c0f1b6a831c399e269772661\""), part(2, "\"92eb5ffee6ae2fec3ad71c777531578f\"")];
        assert_eq!(multipart_tag(&parts).unwrap(), "96e024ba2074fe77e8e965ba43a704be-2");
        assert!(is_multipart_tag("W/\"96e024ba2074fe77e8e965ba43a704be-2\""));
        for other in ["\"96e024ba2074fe77e8e965ba43a704be\"", "\"96e024ba2074fe77e8e965ba43a704be-\"", "\"kms-1\"", ""]
        {
            assert!(!is_multipart_tag(other), "{other}");
        }
        assert_eq!(multipart_tag(&[part(1, "\"0cc175b9c0f1b6a831c399e26977266\"")]), None);
        assert_eq!(multipart_tag(&[part(1, "\"0cc175b9c0f1b6a831c399e2697726611\"")]), None);
        assert_eq!(multipart_tag(&[part(1, "\"zcc175b9c0f1b6a831c399e269772661\"")]), None);
    }
}

//! Text encodings of the wire: form-urlencoding for query values, base64url for the base URL.

use crate::core::text::strings;

const HEX: &[u8; 16] = b"0123456789ABCDEF";
const BASE64URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Appends `value` as `application/x-www-form-urlencoded` text: unreserved characters as they are, a space as `+`,
/// every other byte of its UTF-8 as `%XX`.
pub fn push_form_value(out: &mut String, value: &str) {
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => {
                out.push('%');
                out.push(digit(HEX, u32::from(byte) >> 4));
                out.push(digit(HEX, byte.into()));
            }
        }
    }
}

/// A query string of `pairs`, without the question mark.
#[must_use]
pub fn form_query(pairs: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        strings::append(&mut out, "&", name);
        out.push('=');
        push_form_value(&mut out, value);
    }
    out
}

/// Base64 in the URL-safe alphabet, without padding (RFC 4648 section 5).
///
/// The backend decodes the base URL with that alphabet; the standard one breaks for URLs whose encoding needs `+` or
/// `/`, and an unescaped `+` in a query is read as a space besides.
#[must_use]
pub fn base64url(bytes: &[u8]) -> String {
    let mut out = String::new();
    // The bits that have no digit yet are the last `count` of `bits`; what is in front of them has one.
    let (mut bits, mut count) = (0_u32, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        while count >= 6 {
            count -= 6;
            out.push(digit(BASE64URL, bits >> count));
        }
    }
    if count > 0 {
        out.push(digit(BASE64URL, bits << (6 - count)));
    }
    out
}

/// Of as many of the last bits as there are digits for: their number is a power of two.
pub(crate) fn digit(alphabet: &[u8], bits: u32) -> char {
    alphabet.get(bits as usize & (alphabet.len() - 1)).copied().map_or('?', char::from)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn base64url_matches_rfc_4648_and_has_no_padding() {
        let cases = [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (plain, encoded) in cases {
            assert_eq!(base64url(plain.as_bytes()), encoded);
        }
        assert_eq!(base64url("http://hos.example/~u/api/".as_bytes()), "aHR0cDovL2hvcy5leGFtcGxlL351L2FwaS8");
        assert_eq!(base64url(&[0xFB, 0xFF]), "-_8");
    }

    #[test]
    fn query_values_keep_percent_signs_and_braces_apart() {
        assert_eq!(form_query(&[("file_name", "50%25 {off}.txt")]), "file_name=50%2525+%7Boff%7D.txt");
        assert_eq!(form_query(&[("a", "é&+?"), ("b", "")]), "a=%C3%A9%26%2B%3F&b=");
    }

    /// Decodes as every server does, to check that encoding loses nothing.
    fn decode(text: &str) -> Vec<u8> {
        let mut out = Vec::new();
        let mut bytes = text.bytes();
        while let Some(byte) = bytes.next() {
            match byte {
                b'+' => out.push(b' '),
                b'%' => {
                    let hex = [bytes.next().unwrap(), bytes.next().unwrap()];
                    out.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
                }
                other => out.push(other),
            }
        }
        out
    }

    proptest! {
        #[test]
        fn form_values_round_trip(value in "\\PC*") {
            let mut encoded = String::new();
            push_form_value(&mut encoded, &value);
            prop_assert_eq!(decode(&encoded), value.as_bytes());
            let reserved = ['&', '=', ' ', '#', '{', '}'];
            prop_assert!(!encoded.contains(reserved));
        }
    }
}

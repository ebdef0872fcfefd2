//! The two ways Opik reads a UUID: leniently in a query, strictly in JSON. Neither looks at the version.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;

/// Reads a UUID as Java's `UUID.fromString` does: five groups of hex digits of any length up to 15 digits or so, the
/// short ones padded with zeros and the long ones cut to their last digits. Upper case is fine, missing dashes are not.
pub(crate) fn parse_query_uuid(text: &str) -> Option<Uuid> {
    if text.len() > 36 {
        return None;
    }
    let mut groups = text.split('-');
    let mut next = |bits: u32| -> Option<u128> {
        // Signed, because Java's parser is: a group of 2^63 or more is refused.
        let value = i64::from_str_radix(groups.next()?, 16).ok()?;
        Some(u128::from(value.cast_unsigned()) & ((1 << bits) - 1))
    };
    let (a, b, c, d, e) = (next(32)?, next(16)?, next(16)?, next(16)?, next(48)?);
    if groups.next().is_some() {
        return None;
    }
    Some(Uuid::from_u128(a << 96 | b << 80 | c << 64 | d << 48 | e))
}

/// Reads a UUID as Jackson does: 36 characters with dashes, or 24 characters of standard base64.
pub(crate) fn parse_json_uuid(text: &str) -> Option<Uuid> {
    match text.len() {
        36 => Uuid::try_parse(text).ok(),
        24 => Uuid::from_slice(&STANDARD.decode(text).ok()?).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "0190babc-62a0-71d2-832a-0feffa4676eb";

    fn query(text: &str) -> Option<String> {
        parse_query_uuid(text).map(|id| id.to_string())
    }

    #[test]
    fn query_takes_any_case_and_short_groups() {
        assert_eq!(query(PLAIN).as_deref(), Some(PLAIN));
        assert_eq!(query(&PLAIN.to_uppercase()).as_deref(), Some(PLAIN));
        assert_eq!(query("1-1-1-1-1").as_deref(), Some("00000001-0001-0001-0001-000000000001"));
        assert_eq!(query("123456789-1-1-1-1").as_deref(), Some("23456789-0001-0001-0001-000000000001"));
    }

    #[test]
    fn query_refuses_the_rest() {
        for text in ["", "x", "0190babc62a071d2832a0feffa4676eb", "1-1-1-1", "1-1-1-1-", "1-1-1-1-1-1", "-1-1-1-1"] {
            assert_eq!(query(text), None, "{text:?}");
        }
        assert_eq!(query(&format!("{PLAIN}0")), None);
        assert_eq!(query("8000000000000000-1-1-1-1"), None);
    }

    #[test]
    fn json_is_strict_but_knows_base64() {
        assert!(parse_json_uuid(PLAIN).is_some());
        assert!(parse_json_uuid("1-1-1-1-1").is_none());
        assert!(parse_json_uuid("0190babc62a071d2832a0feffa4676eb").is_none());
        assert_eq!(parse_json_uuid("AAAAAAAAAAAAAAAAAAAAAA=="), Some(Uuid::nil()));
    }
}

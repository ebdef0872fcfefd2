//! Which names an attachment can have.

use crate::core::error::Error;
use crate::core::opik::target::EntityType;
use crate::core::text::strings::{self, decimal, fill};

/// The longest part of a name between slashes that a store which keeps files in folders takes.
const MAX_SEGMENT_BYTES: usize = 255;

/// Refuses names that cannot be stored or that would come back as another name.
///
/// The name becomes the tail of an object key, unescaped. A `.` or `..` between slashes is folded away by every URL
/// parser, which breaks a presigned URL's signature.
///
/// # Errors
/// `INVALID_ARGUMENT` naming `field`.
pub fn check_file_name(field: &str, name: &str, entity_type: EntityType) -> Result<(), Error> {
    let limit = entity_type.max_name_bytes() as u64;
    let length;
    let problem = if name.trim().is_empty() {
        "a blank one"
    } else if name.chars().any(char::is_control) {
        "one with control characters"
    } else if strings::split(name, b'/').any(|segment| matches!(segment, "." | "..")) {
        "one with \".\" or \"..\" as a path segment"
    } else if name.len() as u64 > limit {
        length = fill("{} bytes", &[&decimal(name.len() as u64)]);
        &length
    } else {
        return Ok(());
    };
    let expected = fill("a file name of at most {} bytes in UTF-8 without control characters", &[&decimal(limit)]);
    Err(Error::invalid(field, &expected, problem))
}

/// Refuses names that Opik gives to files of its own, all of which it deletes at the next update of a trace or span.
///
/// # Errors
/// `INVALID_ARGUMENT` naming `field`.
pub fn check_not_reserved(field: &str, name: &str) -> Result<(), Error> {
    if !is_reserved(name) {
        return Ok(());
    }
    let safe = strings::replace(name, ".", "-sdk.");
    let hint = fill(
        "Opik deletes it at the next update of the trace or span; {} is safe. allowReservedName: true uploads it all \
         the same.",
        &[&safe],
    );
    Err(Error::invalid(field, "a file name that Opik does not reserve", &fill("\"{}\"", &[name])).with_hint(hint))
}

/// Whether it is `^(input|output|metadata)-attachment-\d+-\d+\.\w+$`.
fn is_reserved(name: &str) -> bool {
    let Some((field, after)) = strings::split_once(name, "-attachment-") else { return false };
    // What ends the two numbers.
    let mut ends = [b'-', b'.'].iter();
    let mut end = ends.next();
    let mut begun = false;
    for byte in after.bytes() {
        if byte.is_ascii_digit() || (end.is_none() && (byte == b'_' || byte.is_ascii_alphabetic())) {
            begun = true;
        } else if begun && end == Some(&byte) {
            end = ends.next();
            begun = false;
        } else {
            return false;
        }
    }
    matches!(field, "input" | "output" | "metadata") && end.is_none() && begun
}

/// What in a name may be the reason for a 500 that comes however often it is sent, as a hint. No reason to refuse it
/// beforehand: AWS S3 takes all of it. `linked`: whether the answer has a link of the backend's own, which cannot hold a
/// brace.
#[must_use]
pub fn name_hint(name: &str, linked: bool) -> Option<String> {
    let long = strings::split(name, b'/').find(|segment| segment.len() > MAX_SEGMENT_BYTES);
    let (what, part) = if strings::find(name, "//").is_some() {
        ("an empty segment", "//")
    } else if name.starts_with("/") {
        ("a slash at its start", "/")
    } else if name.ends_with("/") {
        ("a slash at its end", "/")
    } else if let Some(long) = long {
        let start = (20..24).find_map(|end| long.get(..end));
        ("a segment of more than 255 bytes", start.unwrap_or_default())
    } else {
        let brace = name.bytes().position(|byte| linked && matches!(byte, b'{' | b'}'))?;
        ("a brace", name.get(brace..=brace).unwrap_or_default())
    };
    Some(fill("Some servers take no file name with {} (\"{}\").", &[what, part]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn storable_names_pass() {
        let longest = "é".repeat(432);
        for name in ["a", "a b.txt", "50%25 {off}.txt", "dir/a..b", "…", "..a", &longest] {
            check_file_name("fileName", name, EntityType::Trace).unwrap();
        }
    }

    #[test]
    fn names_that_cannot_be_stored_are_refused() {
        let long = "a".repeat(865);
        for name in ["", " ", ".", "..", "a/../b", "./a", "a\nb", "a\u{85}b", &long] {
            let error = check_file_name("fileName", name, EntityType::Trace).unwrap_err();
            assert!(error.to_string().contains("fileName: expected"), "{error}");
        }
        check_file_name("fileName", &long, EntityType::Span).unwrap();
        check_file_name("fileName", &format!("{long}a"), EntityType::Span).unwrap_err();
    }

    #[test]
    fn what_some_server_cannot_take_is_named() {
        let (fits, long) = ("é".repeat(127), "é".repeat(128));
        for (name, linked, expected) in [
            ("a//b", false, "an empty segment (\"//\")."),
            ("//", true, "an empty segment (\"//\")."),
            ("/a", false, "a slash at its start (\"/\")."),
            ("a}/", true, "a slash at its end (\"/\")."),
            (&format!("a/{long}/b"), false, "255 bytes (\"éééééééééé\")."),
            ("a{b", true, "a brace (\"{\")."),
            ("é}", true, "a brace (\"}\")."),
        ] {
            let hint = name_hint(name, linked).unwrap();
            assert!(hint.contains(expected), "{name}: {hint}");
        }
        for name in ["a", "a/b", "a b", "a{b}", &fits, &format!("{fits}/{fits}")] {
            assert_eq!(name_hint(name, false), None, "{name}");
        }
        assert_eq!(name_hint("a/b", true), None);
    }

    #[test]
    fn reserved_names_are_refused_with_the_form_that_is_safe() {
        for (name, safe) in [
            ("input-attachment-1-1795821738160.png", "input-attachment-1-1795821738160-sdk.png"),
            ("output-attachment-07-0.JPEG", "output-attachment-07-0-sdk.JPEG"),
            ("metadata-attachment-1-2._", "metadata-attachment-1-2-sdk._"),
        ] {
            let error = check_not_reserved("fileName", name).unwrap_err();
            assert!(error.to_string().starts_with("INVALID_ARGUMENT: fileName: expected"), "{error}");
            let hint = error.details().hint.as_ref().unwrap();
            assert!(
                hint.contains(safe) && hint.contains("next update") && hint.contains("allowReservedName"),
                "{hint}"
            );
            check_not_reserved("fileName", safe).unwrap();
        }
    }

    /// The regular expression, by another way: nothing that it takes has a hyphen or a dot to spare.
    #[cfg(not(target_arch = "wasm32"))]
    fn is_reserved_by_pieces(name: &str) -> bool {
        let pieces: Vec<&str> = name.split('-').collect();
        let [field, "attachment", number, rest] = pieces[..] else { return false };
        let dotted: Vec<&str> = rest.split('.').collect();
        let [time, extension] = dotted[..] else { return false };
        let all = |text: &str, allowed: &str| !text.is_empty() && text.chars().all(|c| allowed.contains(c));
        let (digits, letters) = ("0123456789", "abcdefghijklmnopqrstuvwxyz");
        let words = format!("{digits}{letters}{}_", letters.to_uppercase());
        "input output metadata".split(' ').any(|known| known == field)
            && all(number, digits)
            && all(time, digits)
            && all(extension, &words)
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest::proptest! {
        #[test]
        fn what_the_expression_takes_is_reserved(
            name in "(input|output|metadata)-attachment-[0-9]{1,4}-[0-9]{1,14}\\.[0-9A-Za-z_]{1,5}",
            at in 0..50_usize, gone in 0..3_usize, instead in "(|[-._0-9aA é\n]|sdk|-sdk|input|\u{0661})",
        ) {
            proptest::prop_assert!(check_not_reserved("fileName", &name).is_err(), "{}", name);
            let before: String = name.chars().take(at).collect();
            let behind: String = name.chars().skip(at + gone).collect();
            let other = format!("{before}{instead}{behind}");
            proptest::prop_assert_eq!(check_not_reserved("fileName", &other).is_err(), is_reserved_by_pieces(&other), "{}", other);
        }
    }
}

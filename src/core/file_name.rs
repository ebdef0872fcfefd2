//! Which names an attachment can have.

use super::error::Error;
use super::target::EntityType;
use super::text;

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
    let problem = if name.trim().is_empty() {
        "a blank one".to_owned()
    } else if name.chars().any(char::is_control) {
        "one with control characters".to_owned()
    } else if name.split('/').any(|segment| matches!(segment, "." | "..")) {
        "one with \".\" or \"..\" as a path segment".to_owned()
    } else if name.len() as u64 > limit {
        format!("{} bytes", name.len() as u64)
    } else {
        return Ok(());
    };
    let expected = format!("a file name of at most {limit} bytes in UTF-8 without control characters");
    Err(Error::invalid(field, &expected, &problem))
}

/// What in a name may be the reason for a 500 that comes however often it is sent, as a hint. No reason to refuse it
/// beforehand: AWS S3 takes all of it, and a backend without links of its own takes braces. `linked`: whether the
/// request is one that the backend answers with such a link.
#[must_use]
pub fn doubtful(name: &str, linked: bool) -> Option<String> {
    let mut hints = Vec::new();
    if let Some(brace) = name.chars().find(|c| linked && matches!(c, '{' | '}')) {
        hints.push(format!("A server in direct mode takes no file name with a brace; this one has {brace}."));
    }
    let mut segments = name.split('/');
    let long = segments.find(|segment| segment.len() > MAX_SEGMENT_BYTES);
    let what = if text::find(name, "//").is_some() {
        "\"//\"".to_owned()
    } else if name.starts_with('/') {
        "a leading \"/\"".to_owned()
    } else if name.ends_with('/') {
        "a trailing \"/\"".to_owned()
    } else if let Some(long) = long {
        let start: String = long.chars().take(20).collect();
        format!("a segment of more than {} bytes (\"{start}…\")", MAX_SEGMENT_BYTES as u64)
    } else {
        String::new()
    };
    if !what.is_empty() {
        hints.push(format!("Stores such as MinIO take no file name with {what}."));
    }
    (!hints.is_empty()).then(|| text::join(&hints, " "))
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
            ("a//b", false, "\"//\""),
            ("//", true, "\"//\""),
            ("/a", false, "leading \"/\""),
            ("a/", true, "trailing \"/\""),
            (&format!("a/{long}/b"), false, "255 bytes (\"éééééééééééééééééééé…\")"),
            ("a{b", true, "this one has {."),
            ("a}/", true, "this one has }. Stores such as MinIO take no file name with a trailing"),
        ] {
            let hint = doubtful(name, linked).unwrap();
            assert!(hint.contains(expected), "{name}: {hint}");
        }
        for name in ["a", "a/b", "a b", "a{b}", &fits, &format!("{fits}/{fits}")] {
            assert_eq!(doubtful(name, false), None, "{name}");
        }
        assert_eq!(doubtful("a/b", true), None);
    }
}

//! Which names an attachment can have.

use super::error::Error;
use super::target::EntityType;

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
}

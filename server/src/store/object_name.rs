//! The names that MinIO refuses, because it keeps objects in files under their names. Other stores take most of them.

use axum::http::StatusCode;
use s3s::{S3Error, S3ErrorCode, S3Result, s3_error};

/// Bytes that a file system takes in one segment of a path.
const MAX_SEGMENT_BYTES: usize = 255;

/// Refuses a key that no object can have: one with a step or an empty segment in it, or with a NUL.
pub(super) fn check_name(key: &str) -> S3Result<()> {
    let step = key.split('/').any(|segment| matches!(segment.trim(), "." | ".."));
    if step || key.starts_with('/') || key.contains("//") || key.contains('\0') {
        return Err(invalid());
    }
    Ok(())
}

/// Refuses a key that no multipart upload can be opened for: that of a directory, too.
pub(super) fn check_upload_name(key: &str) -> S3Result<()> {
    check_name(key)?;
    if key.ends_with('/') { Err(invalid()) } else { Ok(()) }
}

/// Refuses a key that no file can have. MinIO checks that only when it writes the file.
pub(super) fn check_file_name(key: &str) -> S3Result<()> {
    if key.split('/').any(|segment| segment.len() > MAX_SEGMENT_BYTES) {
        return Err(s3_error!(KeyTooLongError, "Your key is too long"));
    }
    Ok(())
}

fn invalid() -> S3Error {
    let code = S3ErrorCode::Custom("XMinioInvalidObjectName".into());
    let mut error = S3Error::with_message(code, "Object name contains unsupported characters.");
    error.set_status_code(StatusCode::BAD_REQUEST);
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_segments_and_empty_segments_are_refused() {
        for key in ["..", ".", "a/../b", "a/ .. /b", "a//b", "/a", "//", "a\0b", "a/."] {
            assert!(check_name(key).is_err(), "{key:?}");
        }
        for key in ["a", "a/b", "a/", "...", "a..b", ".a", "a\nb", " "] {
            assert!(check_name(key).is_ok(), "{key:?}");
            assert_eq!(check_upload_name(key).is_ok(), key != "a/", "{key:?}");
        }
    }

    #[test]
    fn segments_are_measured_in_bytes() {
        assert!(check_file_name(&format!("{}/{}", "x".repeat(255), "é".repeat(127))).is_ok());
        assert!(check_file_name(&format!("a/{}", "é".repeat(128))).is_err());
    }
}

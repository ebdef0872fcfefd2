//! How long presigned URLs work.

use crate::core::text::strings;

/// Seconds of life that a presigned URL was signed with, if it says so.
///
/// The moment of signing is in the URL too (`X-Amz-Date`), but by the server's clock, which a browser's may differ from
/// by hours. Callers count from a moment of their own before they asked for the URL, which can only be too early.
#[must_use]
pub fn presign_expiry_seconds(url: &str) -> Option<u64> {
    let (_, query) = strings::split_once(url, "?")?;
    strings::split(query, b'&').find_map(|pair| strings::parse_integer(pair.strip_prefix("X-Amz-Expires=")?))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_from_the_query_only() {
        assert_eq!(presign_expiry_seconds("https://s3/b/k?X-Amz-Date=2&X-Amz-Expires=3600&partNumber=1"), Some(3600));
        assert_eq!(presign_expiry_seconds("https://s3/b/X-Amz-Expires=9?a=b"), None);
        assert_eq!(presign_expiry_seconds("https://s3/b/k?X-Amz-Expires=soon"), None);
        assert_eq!(presign_expiry_seconds("https://s3/b/k?Not-X-Amz-Expires=1"), None);
        assert_eq!(presign_expiry_seconds(""), None);
    }
}

//! Which failures are transient, so that the request is sent again.

/// Attempts of one request when nothing else is asked for.
pub const DEFAULT_MAX_ATTEMPTS: u32 = 6;

/// S3's codes for what passes. Stores send them with other statuses, too: `RequestTimeout` with 400, `OperationAborted`
/// with 409, and `InternalError` even with 200.
const TRANSIENT_CODES: [&str; 6] =
    ["InternalError", "OperationAborted", "RequestTimeout", "ServiceUnavailable", "SlowDown", "Throttling"];

/// Whether an answer may be different next time, by its status and by the code of an object store if it has one. 520 to
/// 524 are those of Cloudflare for a server behind it that does not answer as it should.
#[must_use]
pub fn is_transient(status: u16, code: Option<&str>) -> bool {
    matches!(status, 408 | 429 | 500 | 502..=504 | 520..=524)
        || code.is_some_and(|code| TRANSIENT_CODES.contains(&code))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_told_by_the_status_or_by_the_stores_code() {
        let passing = [408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524];
        for status in 100..600 {
            assert_eq!(is_transient(status, None), passing.contains(&status), "{status}");
            assert_eq!(is_transient(status, Some("AccessDenied")), passing.contains(&status), "{status}");
            for code in TRANSIENT_CODES {
                assert!(is_transient(status, Some(code)), "{status} {code}");
            }
        }
    }
}

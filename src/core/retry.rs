//! When a request is sent again, and after how long.

/// Attempts of one request when nothing else is asked for.
pub const DEFAULT_MAX_ATTEMPTS: u32 = 6;

const BASE_MS: u32 = 250;
const CAP_MS: u32 = 20_000;
/// The longest wait a server can ask for, in seconds: the official SDKs' limit.
const MAX_SERVER_WAIT_S: u32 = 60;

/// Whether an answer with this status may be different next time.
#[must_use]
pub const fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

/// Milliseconds to wait before the attempt after `attempt` (from 1): full jitter over an exponential curve from
/// 250 ms to 20 s. `random` is uniform in 0..1.
///
/// The whole delay is random, not a part of it, so that many clients that failed together do not come back together.
#[must_use]
pub fn backoff_ms(attempt: u32, random: f64) -> u32 {
    let doublings = attempt.saturating_sub(1).min(16);
    let ceiling = BASE_MS.saturating_mul(1 << doublings).min(CAP_MS);
    // The product is below 20,000, and a float cast saturates: nothing is lost here.
    (f64::from(ceiling) * random.clamp(0.0, 1.0)) as u32
}

/// Milliseconds a server asked to wait: `Retry-After` in seconds first, then Opik's `RateLimit-Reset` (seconds from
/// now, not an epoch). At most a minute.
#[must_use]
pub fn server_wait_ms(retry_after: Option<&str>, rate_limit_reset: Option<&str>) -> Option<u32> {
    let seconds = |text: &str| text.trim().parse::<u32>().ok();
    let wait = retry_after.and_then(seconds).or_else(|| rate_limit_reset.and_then(seconds))?;
    Some(wait.min(MAX_SERVER_WAIT_S) * 1000)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ceiling_doubles_up_to_the_cap() {
        let ceilings: Vec<u32> = (1..=9).map(|attempt| backoff_ms(attempt, 1.0)).collect();
        assert_eq!(ceilings, [250, 500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
        assert_eq!(backoff_ms(4, 0.5), 1000);
        assert_eq!(backoff_ms(4, 0.0), 0);
    }

    #[test]
    fn a_servers_own_wait_wins_and_is_bounded() {
        assert_eq!(server_wait_ms(Some("2"), Some("7")), Some(2000));
        assert_eq!(server_wait_ms(None, Some("7")), Some(7000));
        assert_eq!(server_wait_ms(Some("soon"), Some(" 1 ")), Some(1000));
        assert_eq!(server_wait_ms(Some("86400"), None), Some(60_000));
        assert_eq!(server_wait_ms(Some("-1"), None), None);
        assert_eq!(server_wait_ms(None, None), None);
    }

    proptest! {
        #[test]
        fn waits_stay_in_bounds(attempt in 0_u32.., random in any::<f64>()) {
            prop_assert!(backoff_ms(attempt, random) <= CAP_MS);
        }
    }
}

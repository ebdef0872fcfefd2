//! How long to wait before a request is sent again.

use crate::core::text::strings;

const MIN_BACKOFF_MS: u32 = 250;
const MAX_BACKOFF_MS: u32 = 20_000;
/// The longest wait a server can ask for, in seconds: the official SDKs' limit.
const MAX_SERVER_WAIT_S: u64 = 60;

/// Milliseconds to wait before the attempt after `attempt` (from 1): full jitter over an exponential curve from
/// 250 ms to 20 s. `random` is uniform in 0..1.
///
/// The whole delay is random, not a part of it, so that many clients that failed together do not come back together.
#[must_use]
pub fn backoff_ms(attempt: u32, random: f64) -> u32 {
    let doublings = attempt.saturating_sub(1).min(16);
    let ceiling = MIN_BACKOFF_MS.saturating_mul(1 << doublings).min(MAX_BACKOFF_MS);
    // The product is below 20,000, and a float cast saturates: nothing is lost here.
    (f64::from(ceiling) * random.clamp(0.0, 1.0)) as u32
}

/// Milliseconds a server asked to wait: `Retry-After` first, in seconds or as a date, then Opik's `RateLimit-Reset`
/// (seconds from now, not an epoch). At most a minute. `until` gives the milliseconds from now to a date, negative for
/// one that has passed, and nothing for what is no date.
#[must_use]
pub fn server_wait_ms(
    retry_after: Option<&str>,
    rate_limit_reset: Option<&str>,
    until: impl Fn(&str) -> Option<f64>,
) -> Option<u32> {
    let seconds = |text: &str| strings::parse_integer(text).map(|wait| wait.min(MAX_SERVER_WAIT_S) as u32 * 1000);
    // A float cast saturates, and what has passed is no wait.
    let date = |text: &str| until(text).map(|ms| (ms as u32).min(MAX_SERVER_WAIT_S as u32 * 1000));
    retry_after.and_then(|text| seconds(text).or_else(|| date(text))).or_else(|| rate_limit_reset.and_then(seconds))
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
        let until = |text: &str| match text {
            "in 3 s" => Some(3000.4),
            "tomorrow" => Some(86_400_000.0),
            "yesterday" => Some(-86_400_000.0),
            _ => None,
        };
        for (retry_after, reset, wait) in [
            (Some("2"), Some("7"), Some(2000)),
            (None, Some("7"), Some(7000)),
            (Some("soon"), Some(" 1 "), Some(1000)),
            (Some("86400"), None, Some(60_000)),
            (Some("4294967295"), None, Some(60_000)),
            (Some("in 3 s"), Some("7"), Some(3000)),
            (Some("tomorrow"), None, Some(60_000)),
            (Some("yesterday"), None, Some(0)),
            (Some("-1"), None, None),
            (None, Some("tomorrow"), None),
            (None, None, None),
        ] {
            assert_eq!(server_wait_ms(retry_after, reset, until), wait, "{retry_after:?} {reset:?}");
        }
    }

    proptest! {
        #[test]
        fn waits_stay_in_bounds(attempt in 0_u32.., random in any::<f64>()) {
            prop_assert!(backoff_ms(attempt, random) <= MAX_BACKOFF_MS);
        }
    }
}

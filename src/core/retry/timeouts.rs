//! How long a request may be silent before it counts as stalled.

/// Silence allowed when nothing else is asked for, in milliseconds.
pub const DEFAULT_STALL_MS: u32 = 15_000;

/// A body is worked on before it is answered: Opik reads all of it and then stores it. Allowed for that, bytes a
/// millisecond (4 MiB a second).
const SERVER_BYTES_PER_MS: u64 = 4 * 1024 * 1024 / 1000;
/// Where nobody tells how much of a body has left, only a slowest pace can tell a stall from a slow network. Bytes a
/// millisecond (64 KiB a second).
const MIN_UPLOAD_BYTES_PER_MS: u64 = 64 * 1024 / 1000;
/// The store puts the parts of a completion together while the backend says nothing. Times the usual silence; at the
/// default that stays below the 90 seconds after which Opik's web server gives up itself.
const COMPLETION_FACTOR: u32 = 4;

/// The silences that one request is allowed, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Between any two signs of life.
    pub stall_ms: u32,
    /// From the last byte of the body to the first of the answer.
    pub response_ms: u32,
    /// From the start to the first byte of the answer, on a transport that does not tell what has left.
    pub no_progress_ms: u32,
}

impl Timeouts {
    /// For a request with a body of `bytes`.
    #[must_use]
    pub fn for_bytes(stall_ms: u32, bytes: u64) -> Self {
        let more = |pace: u64| stall_ms.saturating_add(u32::try_from(bytes / pace).unwrap_or(u32::MAX));
        Self {
            stall_ms,
            response_ms: more(SERVER_BYTES_PER_MS),
            no_progress_ms: more(SERVER_BYTES_PER_MS).saturating_add(more(MIN_UPLOAD_BYTES_PER_MS)),
        }
    }

    /// For a completion.
    #[must_use]
    pub fn for_completion(stall_ms: u32) -> Self {
        Self::for_bytes(stall_ms.saturating_mul(COMPLETION_FACTOR), 0)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_body_buys_time() {
        const MIB: u64 = 1024 * 1024;
        let none = Timeouts::for_bytes(15_000, 0);
        assert_eq!((none.stall_ms, none.response_ms), (15_000, 15_000));
        let part = Timeouts::for_bytes(15_000, 8 * MIB);
        assert_eq!(part.stall_ms, 15_000);
        assert_eq!(part.response_ms, 17_000);
        assert!((150_000..180_000).contains(&part.no_progress_ms), "{part:?}");
        assert!(Timeouts::for_completion(DEFAULT_STALL_MS).response_ms < 90_000);
    }

    proptest! {
        #[test]
        fn no_size_overflows_and_each_silence_includes_the_shorter(stall in any::<u32>(), bytes in any::<u64>()) {
            let timeouts = Timeouts::for_bytes(stall, bytes);
            prop_assert!(timeouts.stall_ms <= timeouts.response_ms && timeouts.response_ms <= timeouts.no_progress_ms);
        }
    }
}

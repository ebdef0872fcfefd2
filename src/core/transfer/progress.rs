//! What a caller is told of a transfer under way: bytes, never backwards, not too often, and the total exactly once.

/// The least time between two reports, in milliseconds: ten a second.
const INTERVAL_MS: f64 = 100.0;

/// A report: bytes so far, and bytes in all if that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransferProgress {
    /// Bytes so far.
    pub loaded: u64,
    /// Bytes in all.
    pub total: Option<u64>,
}

/// Turns what happens into what is told.
#[derive(Debug, Default)]
pub struct Progress {
    told: u64,
    /// When the last report was made, by the host's clock in milliseconds.
    told_at: Option<f64>,
}

impl Progress {
    /// Bytes stand at `loaded` of `total`; gives the report to make, if one is due. The total itself is never told here,
    /// since bytes that have all left may have to be sent again.
    pub fn moved(&mut self, loaded: u64, total: Option<u64>, now_ms: f64) -> Option<TransferProgress> {
        let unfinished = total.is_none_or(|total| loaded < total);
        let due = self.told_at.is_none_or(|told_at| now_ms - told_at >= INTERVAL_MS);
        if !unfinished || !due || loaded <= self.told {
            return None;
        }
        self.told = loaded;
        self.told_at = Some(now_ms);
        Some(TransferProgress { loaded, total })
    }

    /// The transfer has succeeded with `total` bytes.
    #[must_use]
    pub fn finished(total: u64) -> TransferProgress {
        TransferProgress { loaded: total, total: Some(total) }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn reports_rise_and_keep_their_distance_and_leave_the_total_for_the_end(
            steps in prop::collection::vec((0_u64..=1000, 0.0..80.0_f64), 0..500),
        ) {
            let mut progress = Progress::default();
            let (mut now, mut last): (f64, Option<(u64, f64)>) = (0.0, None);
            for (loaded, passed) in steps {
                now += passed;
                if let Some(report) = progress.moved(loaded, Some(1000), now) {
                    prop_assert_eq!(report, TransferProgress { loaded, total: Some(1000) });
                    prop_assert!(loaded < 1000);
                    if let Some((before, at)) = last {
                        prop_assert!(loaded > before && now - at >= INTERVAL_MS);
                    }
                    last = Some((loaded, now));
                } else if loaded > last.map_or(0, |(before, _)| before) && loaded < 1000 {
                    prop_assert!(last.is_some_and(|(_, at)| now - at < INTERVAL_MS), "a report was due");
                }
            }
        }
    }
}

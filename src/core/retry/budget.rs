//! What all requests of a client may spend on repetition together, so that many of them at once do not storm a server
//! that is sick. The idea, and its proportions, are those of the AWS SDKs' retry quota.

use std::cell::Cell;

/// Repetitions that a client which has had no success yet can afford.
pub const MAX_RETRIES: u32 = 100;
/// What a repetition costs. A request that succeeds at once earns 1.
const RETRY_COST: u32 = 5;

/// The tokens that are left.
#[derive(Debug)]
pub struct RetryBudget(Cell<u32>);

impl Default for RetryBudget {
    fn default() -> Self {
        Self(Cell::new(MAX_RETRIES * RETRY_COST))
    }
}

impl RetryBudget {
    /// Pays for one repetition, if that can be afforded.
    #[must_use]
    pub fn spend(&self) -> bool {
        let left = self.0.get().checked_sub(RETRY_COST);
        if let Some(left) = left {
            self.0.set(left);
        }
        left.is_some()
    }

    /// Takes note of a success: one that took repetition gives back what its last cost.
    pub fn earn(&self, repeated: bool) {
        let earned = if repeated { RETRY_COST } else { 1 };
        self.0.set(self.0.get().saturating_add(earned).min(MAX_RETRIES * RETRY_COST));
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn failures_alone_use_it_up() {
        let budget = RetryBudget::default();
        assert_eq!((0..1000).filter(|_| budget.spend()).count(), MAX_RETRIES as usize);
        for _ in 0..RETRY_COST {
            assert!(!budget.spend());
            budget.earn(false);
        }
        assert!(budget.spend());
        budget.earn(true);
        assert!(budget.spend());
        assert!(!budget.spend());
    }

    proptest! {
        #[test]
        fn repetition_is_bounded_by_the_capacity_and_a_share_of_the_successes(events in prop::collection::vec(any::<bool>(), 0..2000)) {
            let budget = RetryBudget::default();
            let (mut spent, mut earned) = (0, 0);
            for success in events {
                if success {
                    budget.earn(false);
                    earned += 1;
                } else {
                    spent += u32::from(budget.spend());
                }
                prop_assert!(spent * RETRY_COST <= MAX_RETRIES * RETRY_COST + earned);
            }
        }
    }
}

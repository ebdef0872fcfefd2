//! How an upload is cut into the parts that S3 takes.

use crate::core::error::{Code, Error};
use crate::core::text::strings::{decimal, fill};

const MIB: u64 = 1024 * 1024;

/// S3's smallest part, except for the last one, in bytes.
pub const MIN_PART_SIZE: u64 = 5 * MIB;
/// S3's largest part, in bytes.
pub const MAX_PART_SIZE: u64 = 5 * 1024 * MIB;
/// The largest part that is planned when no size is asked for and 10,000 parts are enough, in bytes.
pub const DEFAULT_PART_SIZE: u64 = 8 * MIB;
/// S3's highest part number.
pub const MAX_PARTS: u64 = 10_000;

/// A plan: `count` parts of `part_size` bytes, the last one whatever is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartPlan {
    size: u64,
    part_size: u64,
    count: u32,
}

impl PartPlan {
    /// Plans `size` bytes in parts of `wanted` bytes. Default: a size that keeps `concurrency` requests busy to the end. The
    /// parts are larger where there would be more than 10,000. An empty file is one empty part.
    ///
    /// # Errors
    /// `FILE_TOO_LARGE` when even the largest parts are not enough (10,000 x 5 GiB).
    pub fn new(size: u64, wanted: Option<u64>, concurrency: u32) -> Result<Self, Error> {
        let wanted = wanted.unwrap_or_else(|| even(size, concurrency)).clamp(MIN_PART_SIZE, MAX_PART_SIZE);
        let part_size = wanted.max(size.div_ceil(MAX_PARTS));
        if part_size > MAX_PART_SIZE {
            let values: [&str; 2] = [&decimal(size), &decimal(MAX_PART_SIZE * MAX_PARTS)];
            let message = fill("file: {} bytes are more than an object store takes ({} bytes)", &values);
            return Err(Error::new(Code::FileTooLarge, message));
        }
        let count = u32::try_from(size.div_ceil(part_size)).unwrap_or(u32::MAX).max(1);
        Ok(Self { size, part_size, count })
    }

    /// Parts in all, 1 to 10,000.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// The part at `index`, from 0.
    #[must_use]
    pub fn part(&self, index: u32) -> Option<Part> {
        let start = u64::from(index) * self.part_size;
        (index < self.count).then(|| Part { number: index + 1, start, end: self.size.min(start + self.part_size) })
    }
}

/// The largest size up to `DEFAULT_PART_SIZE` that gives every concurrent request the same number of parts: if some sent
/// one part more, the others would wait for those.
fn even(size: u64, concurrency: u32) -> u64 {
    let concurrency = u64::from(concurrency.max(1));
    let rounds = size.div_ceil(DEFAULT_PART_SIZE * concurrency).max(1);
    size.div_ceil(rounds * concurrency)
}

/// One part of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// S3's part number, from 1.
    pub number: u32,
    /// The first byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn boundaries() {
        let part = DEFAULT_PART_SIZE;
        let plan = |size| PartPlan::new(size, Some(part), 6);
        let gib = 1024 * MIB;
        for (size, count) in [
            (0, 1),
            (1, 1),
            (part - 1, 1),
            (part, 1),
            (part + 1, 2),
            (12 * MIB, 2),
            (4 * gib + 1, 513),
            (5 * gib, 640),
            (50 * gib, 6_400),
            (part * MAX_PARTS, 10_000),
            (part * MAX_PARTS + 1, 10_000),
            (MAX_PART_SIZE * MAX_PARTS, 10_000),
        ] {
            assert_eq!(plan(size).unwrap().count(), count, "{size}");
        }
        let error = plan(MAX_PART_SIZE * MAX_PARTS + 1).unwrap_err();
        assert_eq!(error.code(), Code::FileTooLarge);
        assert_eq!(plan(u64::MAX).unwrap_err().code(), Code::FileTooLarge);
    }

    #[test]
    fn left_alone_it_gives_each_lane_the_same() {
        for (size, concurrency, count) in [
            (0, 6, 1),
            (5 * MIB, 6, 1),
            (5 * MIB + 1, 6, 2),
            (12 * MIB, 6, 3),
            (40 * MIB, 6, 6),
            (40 * MIB, 12, 8),
            (128 * MIB, 6, 18),
            (128 * MIB, 12, 24),
            (1024 * MIB, 1, 128),
            (DEFAULT_PART_SIZE * MAX_PARTS, 12, 10_000),
            (MAX_PART_SIZE * MAX_PARTS, 100, 10_000),
        ] {
            assert_eq!(PartPlan::new(size, None, concurrency).unwrap().count(), count, "{size} over {concurrency}");
        }
    }

    proptest! {
        #[test]
        fn parts_cover_the_file_once_and_keep_s3s_rules(
            size in 0..=MAX_PART_SIZE * MAX_PARTS,
            wanted in proptest::option::of(0..=2 * MAX_PART_SIZE),
            concurrency in 1..=100_u32,
        ) {
            let plan = PartPlan::new(size, wanted, concurrency).unwrap();
            prop_assert!((1..=10_000).contains(&plan.count()));
            let mut next = 0;
            let mut number = 0;
            for part in (0..).map_while(|index| plan.part(index)) {
                number += 1;
                prop_assert_eq!(part.number, number);
                prop_assert_eq!(part.start, next);
                prop_assert!(part.end - part.start <= MAX_PART_SIZE);
                prop_assert!(part.number == plan.count() || part.end - part.start >= MIN_PART_SIZE);
                prop_assert!(part.end > part.start || size == 0);
                next = part.end;
            }
            prop_assert_eq!(next, size);
            prop_assert_eq!(number, plan.count());
        }

        #[test]
        fn the_default_part_size_leaves_no_permit_idle(size in 1..=10_u64.pow(12), concurrency in 1..=100_u32) {
            let plan = PartPlan::new(size, None, concurrency).unwrap();
            let largest = plan.part(0).map_or(0, |part| part.end);
            let could_be_smaller = largest > MIN_PART_SIZE && size.div_ceil(MAX_PARTS) < largest;
            prop_assert!(largest <= DEFAULT_PART_SIZE || !could_be_smaller);
            let idle = plan.count().next_multiple_of(concurrency) - plan.count();
            // Rounding up to whole bytes may cost a part; the smallest parts cannot be shared out further.
            prop_assert!(!could_be_smaller || idle <= 1, "{} parts over {} permits", plan.count(), concurrency);
        }
    }
}

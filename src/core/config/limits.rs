//! The limits of options. Those of parts are S3's, in `transfer/part_plan.rs`.

/// The least of every count and of every time.
pub const MIN_COUNT: u32 = 1;
/// The most attempts of one request.
pub const MAX_ATTEMPTS: u32 = 100;
/// The most requests of one upload under way at once.
pub const MAX_CONCURRENCY: u32 = 100;
/// The longest silence, in milliseconds: an hour. Timers end at 2^31 ms, and some time-outs are a multiple of this.
pub const MAX_STALL_MS: u32 = 3_600_000;

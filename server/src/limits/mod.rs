//! Limits on what connections and requests may do: bandwidth, latency, and the size of a direct upload.

pub(crate) mod body_limit;
pub(crate) mod latency;
pub(crate) mod rate_limiter;
pub(crate) mod throttled_stream;

//! Bandwidth, latency, and the size limit of direct uploads.

mod bandwidth;
mod body_limit;
mod latency;

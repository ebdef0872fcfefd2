//! When a request is sent again: which failures are transient, how long to wait, what it may cost, and time-outs.

pub mod backoff;
pub mod budget;
pub mod policy;
pub mod timeouts;

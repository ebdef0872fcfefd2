//! Opik's REST API as data: what is sent, what is answered, and the entities both are about.

pub mod attachment;
pub mod dedup;
pub mod requests;
pub mod responses;
pub mod target;

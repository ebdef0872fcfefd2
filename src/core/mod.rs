//! Everything that is pure: data and functions without I/O, a clock or a JS type, all of it tested natively.

pub mod config;
pub mod error;
pub mod http;
pub mod json;
pub mod names;
pub mod opik;
pub mod retry;
pub mod text;
pub mod transfer;

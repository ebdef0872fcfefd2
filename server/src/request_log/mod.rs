//! The request log: every request at either origin and what became of it, as the admin port shows it.
//!
//! `log` holds the entries, `entry` is one request, `layer` writes it, `bodies` counts the bytes that pass.

mod bodies;
mod entry;
mod layer;
mod log;

pub(crate) use entry::Exchange;
pub(crate) use layer::with_request_log;
pub(crate) use log::RequestLog;

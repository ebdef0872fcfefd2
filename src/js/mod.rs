//! The JS surface: adapters between JavaScript and the flows. Nothing here decides anything.
//!
//! Each room is named after the web concept it adapts. No borrow is held across a call into JS, since a callback may
//! call back; no public method takes `&mut self`, since a second call would then be refused while one is pending.

mod abort;
mod allocator;
mod arguments;
mod chunk;
pub mod client;
mod dispatch;
mod error;
mod exchange;
mod file;
mod host;
mod json;
mod promise;
mod runner;
mod runtime;
mod snippets;
mod stream;
mod timer;
mod uncaught;

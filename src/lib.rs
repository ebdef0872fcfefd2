//! List, download and upload the files attached to Opik traces and spans.
//!
//! - [`core`] is pure: options and limits, Opik's API as data, errors, retries, the arithmetic of transfers. It uses neither
//!   of the others.
//! - [`client`] holds the flows. Its `transport` is the one place that sends; each flow is a struct over it. It runs on the
//!   traits of [`client::host`] and uses no JS.
//! - `js` adapts both to JavaScript: the class, its arguments, fetch, streams and errors.
//!
//! `tests/layers.test.mjs` holds these rules.

pub mod client;
pub mod core;
#[cfg(target_arch = "wasm32")]
pub mod js;

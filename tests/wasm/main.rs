//! The JS surface in real engines: Node, Chromium, Firefox and a dedicated worker, against the local server in both
//! modes. `scripts/test-wasm.mjs` starts the servers and sets their addresses.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod abort;
mod arguments;
mod client_lifetime;
mod custom_fetch;
mod engine;
mod round_trip;
mod support;
mod transfers;

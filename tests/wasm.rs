//! The JS surface in real engines: Node, Chromium, Firefox and a dedicated worker, against the local server in both
//! modes. `scripts/test-wasm.mjs` starts the servers and sets their addresses.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "wasm/abort.rs"]
mod abort;
#[path = "wasm/arguments.rs"]
mod arguments;
#[path = "wasm/custom_fetch.rs"]
mod custom_fetch;
#[path = "wasm/engine.rs"]
mod engine;
#[path = "wasm/lifetime.rs"]
mod lifetime;
#[path = "wasm/main_job.rs"]
mod main_job;
#[path = "wasm/support.rs"]
mod support;
#[path = "wasm/transfers.rs"]
mod transfers;

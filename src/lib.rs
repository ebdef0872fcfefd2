//! List, download and upload the files attached to Opik traces and spans.
//!
//! [`core`] knows, [`client`] acts, `js` adapts. `ARCHITECTURE.md` says why, and which absences keep it so.

pub mod client;
pub mod core;
#[cfg(target_arch = "wasm32")]
pub mod js;

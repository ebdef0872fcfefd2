//! The flows of the crate against a scripted host: no network, no timers, no chance, no JavaScript.
//!
//! A script is the list of requests that a call has to send, in order, each with the answer it gets. A request that is
//! not next in the script fails the test where it is sent, and so does a script that is not used up. Every request of
//! every test is also held against the one rule about credentials. `simulated` has a model of Opik instead of scripts, and
//! properties instead of examples.

#![cfg(not(target_arch = "wasm32"))]
// Clippy's exemption for tests covers only functions marked `#[test]`; what they share is here to panic as well.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "native/cancellation.rs"]
mod cancellation;
#[path = "native/completion.rs"]
mod completion;
#[path = "native/delete.rs"]
mod delete;
#[path = "native/download.rs"]
mod download;
#[path = "native/driven.rs"]
mod driven;
#[path = "native/errors.rs"]
mod errors;
#[path = "native/given_link.rs"]
mod given_link;
#[path = "native/lengths.rs"]
mod lengths;
#[path = "native/list.rs"]
mod list;
#[path = "native/local_files.rs"]
mod local_files;
#[path = "native/many_files.rs"]
mod many_files;
#[path = "native/name_locks.rs"]
mod name_locks;
#[path = "native/parts.rs"]
mod parts;
#[path = "native/projects.rs"]
mod projects;
#[path = "native/replies.rs"]
mod replies;
#[path = "native/resume.rs"]
mod resume;
#[path = "native/retry.rs"]
mod retry;
#[path = "native/scripted.rs"]
mod scripted;
#[path = "native/secrets.rs"]
mod secrets;
#[path = "native/simulated/mod.rs"]
mod simulated;
#[path = "native/step.rs"]
mod step;
#[path = "native/transfer.rs"]
mod transfer;
#[path = "native/transient.rs"]
mod transient;
#[path = "native/upload.rs"]
mod upload;
#[path = "native/values.rs"]
mod values;
#[path = "native/world.rs"]
mod world;

//! The flows of the crate against a scripted host: no network, no timers, no chance, no JavaScript.
//!
//! A script is the list of requests that a call has to send, in order, each with the answer it gets. A request that is
//! not next in the script fails the test where it is sent, and so does a script that is not used up. Every request of
//! every test is also held against the one rule about credentials. `simulated` has a model of Opik instead of scripts, and
//! properties instead of examples.

#![cfg(not(target_arch = "wasm32"))]
// Clippy's exemption for tests covers only functions marked `#[test]`; what they share is here to panic as well.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod cancellation;
mod completion;
mod content_length;
mod delete;
mod download;
mod download_by_link;
mod download_resume;
mod errors;
mod fixture;
mod host_values;
mod list;
mod local_files;
mod manual_poll;
mod multipart_upload;
mod name_locks;
mod projects;
mod responses;
mod retry;
mod scripted_host;
mod secrets;
mod simulated;
mod step;
mod timeouts_and_progress;
mod transient_answers;
mod upload;
mod upload_all;

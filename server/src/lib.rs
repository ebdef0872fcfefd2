//! A local stand-in for Opik's attachment API, for the demo and the tests.
//!
//! It runs two origins in one process: the backend, which answers Opik's attachment endpoints, and an S3-compatible
//! object store on a separate port. Projects and rows are kept in SQLite and objects in files, all below one data
//! directory, so that a restart loses nothing. With the feature `s3-endpoint`, the objects can be kept in another S3.
//!
//! An optional third port is for tests: it takes fault rules, and returns the request log and the state.
//!
//! [`start`] runs the server inside the calling program; the binary of the same name adds arguments and signals.
//!
//! Modules: `server` starts and stops everything, `config` holds the settings, `listener` serves a port. `backend` has
//! Opik's endpoints, `store` the object store, `admin` the admin port, `faults` the fault rules, `request_log` the log.
//! `limits` has bandwidth, latency and body size, `http` the rest of HTTP. Imports have no cycles.

mod admin;
mod backend;
mod config;
mod digest;
mod faults;
mod fs_util;
mod http;
mod limits;
mod listener;
mod request_log;
mod server;
mod start_error;
mod store;

pub use config::api_key::{ApiKey, ParseApiKeyError};
pub use config::s3_location::{Credentials, S3Location};
pub use config::{Config, EntityIds, Mode, ObjectNames, StoreCors};
pub use server::{Server, start};
pub use start_error::StartError;

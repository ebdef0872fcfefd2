//! A local stand-in for Opik's attachment API: the default other end of the demo and of the tests.
//!
//! It runs two origins in one process: the backend, which answers Opik's attachment endpoints, and an S3-compatible
//! object store on a port of its own. Projects and attachment rows live in SQLite and objects in files, all under one
//! data directory, so that a restart loses nothing. Instead, the objects may go to any other S3.
//!
//! A third port, only if asked for, is for tests: it orders faults, shows which requests arrived and what there is.
//!
//! [`start`] runs everything inside the calling program; the binary of the same name only adds arguments and signals.

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

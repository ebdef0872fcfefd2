//! A local stand-in for Opik's attachment API: the default other end of the demo and of the tests.
//!
//! It runs two origins in one process: the backend, which answers Opik's attachment endpoints, and an S3-compatible
//! object store on a port of its own. Projects and attachment rows live in SQLite and objects in files, all under one
//! data directory, so that a restart loses nothing. Instead, the objects may go to any other S3.
//!
//! A third port, only if asked for, is for tests: it orders faults, shows which requests arrived and what there is.
//!
//! [`start`] runs everything inside the calling program; the binary of the same name only adds arguments and signals.

mod access;
mod admin;
mod api;
mod app;
mod base_url;
mod body_limit;
mod compression;
mod config;
mod cors;
mod database;
mod declared_length;
mod digest;
mod endpoint;
mod error;
mod faults;
mod files;
mod grant;
mod ids;
mod jetty;
mod json;
mod latency;
mod line;
mod links;
mod media_type;
mod mime_by_name;
mod model;
mod origin;
mod own_store;
mod pace;
mod project_name;
mod query;
mod request_log;
mod running;
mod s3_location;
mod serve;
mod spool;
mod state;
mod store;
mod store_place;
mod temporary;
mod uuid_text;
mod validation;
mod workspace;

pub use config::{Config, Mode, ObjectNames, StoreCors};
pub use grant::{Grant, GrantError};
pub use ids::Ids;
pub use running::{Running, StartError, start};
pub use s3_location::{Credentials, S3Location};

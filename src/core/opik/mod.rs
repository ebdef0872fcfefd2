//! Opik's REST API as data, one file an endpoint: its path, what is sent, what is answered; and the entities all are about.

pub mod attachment;
pub mod dedup;
pub mod delete;
pub mod download;
pub mod list;
pub mod project;
pub mod target;
pub mod upload;
pub mod upload_complete;
pub mod upload_start;

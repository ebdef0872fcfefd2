//! Opik's endpoints, one a file.

pub(crate) mod delete;
pub(crate) mod download;
pub(crate) mod is_alive;
pub(crate) mod list;
pub(crate) mod projects;
pub(crate) mod upload;
pub(crate) mod upload_complete;
pub(crate) mod upload_start;

//! Opik's backend: its endpoints, one file each, and the rules that they share.
//!
//! Endpoints: `delete`, `download`, `is_alive`, `list`, `projects`, `upload`, `upload_complete`, `upload_start`; `router`
//! maps paths to them. Reading requests: `routing` (methods, `Accept`, `Content-Type`), `query`, `json`, `uuid_text`,
//! `base_url`, `validation`. Who may do what: `auth`, `workspace`, `entity_id`. Answers: `error`, `links`,
//! `mime_by_extension`. Data: `model`, `database`, `project_name`.

pub(crate) mod auth;
pub(crate) mod base_url;
pub(crate) mod database;
pub(crate) mod delete;
pub(crate) mod download;
pub(crate) mod entity_id;
pub(crate) mod error;
pub(crate) mod is_alive;
pub(crate) mod json;
pub(crate) mod links;
pub(crate) mod list;
pub(crate) mod mime_by_extension;
pub(crate) mod model;
pub(crate) mod project_name;
pub(crate) mod projects;
pub(crate) mod query;
pub(crate) mod router;
pub(crate) mod routing;
pub(crate) mod state;
pub(crate) mod upload;
pub(crate) mod upload_complete;
pub(crate) mod upload_start;
pub(crate) mod uuid_text;
pub(crate) mod validation;
pub(crate) mod workspace;

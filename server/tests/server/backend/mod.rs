//! The endpoints of the backend, as Opik answers them.

mod auth;
mod compression;
mod cors;
mod file_names;
mod hostile_names;
mod json_body;
mod list;
mod opik_quirks;
mod projects;
mod request_errors;
mod round_trip;
mod routing;

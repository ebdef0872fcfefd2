//! Servers, clients and helper functions that the tests share.

pub(crate) mod admin;
pub(crate) mod process;
pub(crate) mod program;
pub(crate) mod raw_http;
pub(crate) mod server;
pub(crate) mod signed_request;

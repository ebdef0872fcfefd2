//! HTTP that is not specific to an endpoint: Jetty's own answers, compression, CORS, static files.

pub(crate) mod compression;
pub(crate) mod content_length;
pub(crate) mod cors;
pub(crate) mod jetty;
pub(crate) mod media_type;
pub(crate) mod origin;
pub(crate) mod static_files;

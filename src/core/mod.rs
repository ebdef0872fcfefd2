//! What the client knows, as plain data and pure functions.
//!
//! Nothing here does I/O, reads a clock or mentions a JS type, so all of it is tested natively.

pub mod api_url;
pub mod attachment;
pub mod byte_range;
pub mod closest;
pub mod config;
pub mod content_range;
pub mod document;
pub mod e_tag;
pub mod encoding;
pub mod error;
pub mod file_name;
pub mod http;
pub mod json;
pub mod lifetime;
pub mod md5;
pub mod mime;
pub mod multipart_tag;
pub mod network_hint;
pub mod part_plan;
pub mod patience;
pub mod progress;
pub mod redact;
pub mod replies;
pub mod requests;
pub mod resume;
pub mod retry;
pub mod retry_budget;
pub mod target;
pub mod text;
pub mod unique;

//! HTTP as plain data: requests, headers and their syntax, media types, and cutting secrets out of text.

pub mod content_range;
pub mod etag;
pub mod media_type;
pub mod redact;
pub mod request;
pub mod status;

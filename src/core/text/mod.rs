//! Text: searching, cutting and filling strings, and the encodings of URLs.

pub mod encoding;
pub mod strings;

//! File names: which can be stored, which media type belongs to them, and which was meant.

pub mod closest;
pub mod file_name;
pub mod mime_by_extension;

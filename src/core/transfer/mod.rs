//! The arithmetic of transfers: parts of uploads, presigned URLs, the state of a download, progress.

pub mod byte_range;
pub mod download_state;
pub mod md5;
pub mod multipart_etag;
pub mod part_plan;
pub mod presign_expiry;
pub mod progress;

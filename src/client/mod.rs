//! What the client does: the flows, written once over the traits of [`host`].
//!
//! Every public call of the package is one [`Call`]; dropping its future cancels it at the next point where it waits.

mod again;
pub mod call;
mod complete;
mod delete;
mod download;
mod downloading;
pub mod host;
mod lanes;
mod list;
mod meter;
mod name_locks;
mod parts;
mod projects;
mod refused;
mod send;
mod together;
mod upload;
mod upload_all;

pub use call::{Call, Session};
pub use download::DownloadRequest;
pub use downloading::Download;
pub use name_locks::NameLock;
pub use upload::{IfExists, UploadRequest};
pub use upload_all::QueuedFile;

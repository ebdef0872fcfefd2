//! What the client does: the flows, written once over the traits of [`host`].
//!
//! Every public call of the package is one [`Call`]; dropping its future cancels it at the next point where it waits.

pub mod call;
mod delete;
mod download;
mod gate;
pub mod host;
mod list;
mod projects;
mod refused;
mod send;
mod upload;

pub use call::{Call, Session};
pub use download::DownloadRequest;
pub use upload::{IfExists, UploadRequest};

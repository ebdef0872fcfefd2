//! The flows: what each public call does, written once over the traits of [`host`].
//!
//! Every public call of the package is one [`Call`]; dropping its future cancels it at the next point where it waits.

pub mod call;
mod completion;
mod deleter;
mod download_stream;
mod downloader;
mod error_from_response;
pub mod host;
mod join;
mod lister;
mod name_locks;
mod parts;
mod progress;
mod projects;
mod retry;
mod semaphore;
mod transport;
mod upload_all;
mod uploader;

pub use call::{Call, Session};
pub use download_stream::Download;
pub use downloader::DownloadRequest;
pub use name_locks::NameLock;
pub use upload_all::QueuedFile;
pub use uploader::{IfExists, UploadRequest};

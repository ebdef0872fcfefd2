//! The flows: what each public call does, written once over the traits of [`host`].
//!
//! [`Call`] is one public call; `transport` sends for all of them.

mod call;
mod completion;
mod deleter;
mod download_source;
mod download_stream;
mod downloader;
pub mod host;
mod join;
mod lister;
mod name_locks;
mod parts;
mod progress;
mod project_ids;
mod projects;
mod semaphore;
mod session;
mod transport;
mod upload_all;
mod upload_pool;
mod upload_request;
mod uploader;

pub use call::Call;
pub use download_source::DownloadRequest;
pub use download_stream::Download;
pub use name_locks::{NameLock, NameLocks};
pub use session::Session;
pub use upload_all::QueuedFile;
pub use upload_request::{IfExists, UploadRequest};

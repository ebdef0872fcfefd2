//! Fixed settings of the embedded store: its bucket, region and keys, and its directories.

/// The bucket that holds every object.
pub(super) const BUCKET: &str = "opik-attachments";
pub(super) const REGION: &str = "us-east-1";
// No secrets: whoever can reach 127.0.0.1 may use this store. They are fixed so that links outlive a restart.
pub(super) const ACCESS_KEY: &str = "local-access-key";
pub(super) const SECRET_KEY: &str = "local-secret-key";
/// Directories below the data directory.
pub(super) const OBJECTS: &str = "objects";
pub(super) const KEYS: &str = "keys";
pub(super) const UPLOADS: &str = "uploads";
/// Bytes of a file read at once. Every read is a trip to another thread.
pub(super) const CHUNK: usize = 256 << 10;

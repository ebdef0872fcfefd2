//! Which key each digest stands for. Objects are filed under digests, and no digest tells its key.
//!
//! One file a digest, with the key in it, made before the object and kept after it: so every object has one, whenever
//! the server was killed, and a key may come back at any time.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use s3s::{S3Error, S3Result};
use tempfile::NamedTempFile;

#[derive(Clone, Debug)]
pub(super) struct KeyNames {
    directory: PathBuf,
}

impl KeyNames {
    /// Makes the directory unless it is there. Blocks.
    pub(super) fn open(directory: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(directory)?;
        Ok(Self { directory: directory.to_path_buf() })
    }

    /// Notes that the digest stands for the key.
    pub(super) async fn note(&self, digest: &str, key: &str) -> S3Result<()> {
        let (directory, path, key) = (self.directory.clone(), self.directory.join(digest), key.to_owned());
        tokio::task::spawn_blocking(move || write_once(&directory, &path, &key))
            .await
            .map_err(S3Error::internal_error)?
            .map_err(S3Error::internal_error)
    }

    /// The key of a digest, unless there never was one. Blocks.
    pub(super) fn find(&self, digest: &str) -> io::Result<Option<String>> {
        match std::fs::read_to_string(self.directory.join(digest)) {
            Ok(key) => Ok(Some(key)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }
}

fn write_once(directory: &Path, path: &Path, key: &str) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    // Whole under its name or not at all.
    let mut file = NamedTempFile::new_in(directory)?;
    file.write_all(key.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

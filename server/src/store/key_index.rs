//! The key of each digest: objects are stored in files named by digests of their keys.
//!
//! Each digest has a file that contains the key. It is created before the object and never removed, so that every object
//! has one, whenever the server is killed and while the object is deleted and stored again.

use std::io;
use std::path::{Path, PathBuf};

use s3s::{S3Error, S3Result};
use tokio::fs;
use tokio::io::AsyncWriteExt as _;

use crate::fs_util::{none_if_missing, temporary_file};

#[derive(Clone, Debug)]
pub(super) struct KeyIndex {
    directory: PathBuf,
}

impl KeyIndex {
    /// Makes the directory unless it is there, and clears what an unclean end left in it. Blocks.
    pub(super) fn open(directory: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(directory)?;
        for entry in std::fs::read_dir(directory)? {
            let entry = entry?;
            // No digest begins like a temporary file.
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(Self { directory: directory.to_path_buf() })
    }

    /// Notes that the digest stands for the key.
    pub(super) async fn insert(&self, digest: &str, key: &str) -> S3Result<()> {
        self.write_once(&self.directory.join(digest), key).await.map_err(S3Error::internal_error)
    }

    /// The key of a digest, unless there never was one. Blocks.
    pub(super) fn get(&self, digest: &str) -> io::Result<Option<String>> {
        none_if_missing(std::fs::read_to_string(self.directory.join(digest)))
    }

    async fn write_once(&self, path: &Path, key: &str) -> io::Result<()> {
        if fs::try_exists(path).await? {
            return Ok(());
        }
        // Whole under its name or not at all.
        let (mut file, temporary) = temporary_file(&self.directory).await?;
        file.write_all(key.as_bytes()).await?;
        file.flush().await?;
        temporary.persist(path)?;
        Ok(())
    }
}

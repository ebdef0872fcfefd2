//! Bodies of direct uploads, in files until their length is known: S3 needs the length before the first byte, chunked
//! uploads do not have it, and memory would limit the size.

use std::io;
use std::path::{Path, PathBuf};

use axum::body::Body;
use futures_util::TryStreamExt as _;
use tempfile::TempPath;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use crate::fs_util::temporary_file;

/// The directory of bodies in progress.
#[derive(Clone, Debug)]
pub(crate) struct Spool {
    directory: PathBuf,
}

/// One whole body in a file, which goes when this is dropped.
#[derive(Debug)]
pub(crate) struct SpooledBody {
    path: TempPath,
    /// Bytes.
    pub(crate) length: u64,
}

impl Spool {
    /// Makes the directory and clears what an unclean end left in it. Blocks.
    pub(crate) fn open(directory: &Path) -> io::Result<Self> {
        if directory.exists() {
            std::fs::remove_dir_all(directory)?;
        }
        std::fs::create_dir_all(directory)?;
        Ok(Self { directory: directory.to_path_buf() })
    }

    /// Reads the body to its end, chunk by chunk.
    pub(crate) async fn receive(&self, body: Body) -> io::Result<SpooledBody> {
        let (mut file, path) = temporary_file(&self.directory).await?;
        let mut length = 0;
        let mut chunks = body.into_data_stream();
        while let Some(chunk) = chunks.try_next().await.map_err(io::Error::other)? {
            length += chunk.len() as u64;
            file.write_all(&chunk).await?;
        }
        file.flush().await?;
        Ok(SpooledBody { path, length })
    }
}

impl SpooledBody {
    /// Opens the body for reading from its beginning.
    pub(crate) async fn open(&self) -> io::Result<File> {
        File::open(&self.path).await
    }
}

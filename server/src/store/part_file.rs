//! One part of an open upload: a file of its bytes followed by their MD5. One file and not two, because a rename makes it
//! appear whole or not at all, whenever the program is killed.

use std::io::{self, SeekFrom};
use std::path::Path;

use bytes::Bytes;
use futures_util::{Stream, TryStreamExt as _};
use s3s::crypto::{Checksum as _, Md5};
use s3s::dto::StreamingBlob;
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};
use tokio_util::io::ReaderStream;

use super::constants::CHUNK;
use crate::digest::hex;
use crate::fs_util::temporary_file;

/// An MD5.
pub(super) type PartDigest = [u8; 16];

const DIGEST_LENGTH: u64 = size_of::<PartDigest>() as u64;

/// A part that has arrived.
#[derive(Debug)]
pub(super) struct PartFile {
    file: File,
    /// Bytes.
    pub(super) size: u64,
    pub(super) digest: PartDigest,
}

impl PartFile {
    /// Receives a part, over an earlier one at that path. `None`, and the earlier one stays, if it has a digest that is not
    /// wanted.
    pub(super) async fn write(
        path: &Path,
        mut body: StreamingBlob,
        accept: impl FnOnce(&PartDigest) -> bool,
    ) -> io::Result<Option<PartDigest>> {
        let directory = path.parent().ok_or(io::ErrorKind::NotFound)?;
        let (mut file, temporary) = temporary_file(directory).await?;
        let mut md5 = Md5::new();
        while let Some(chunk) = body.try_next().await.map_err(io::Error::other)? {
            md5.update(&chunk);
            file.write_all(&chunk).await?;
        }
        let digest = md5.finalize();
        if !accept(&digest) {
            return Ok(None);
        }
        file.write_all(&digest).await?;
        file.flush().await?;
        temporary.persist(path)?;
        Ok(Some(digest))
    }

    pub(super) async fn open(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path).await?;
        let size = file.metadata().await?.len().checked_sub(DIGEST_LENGTH).ok_or(io::ErrorKind::InvalidData)?;
        file.seek(SeekFrom::Start(size)).await?;
        let mut digest = PartDigest::default();
        file.read_exact(&mut digest).await?;
        Ok(Self { file, size, digest })
    }

    /// The digest as an `ETag` spells it, without quotes.
    pub(super) fn e_tag(&self) -> String {
        hex(&self.digest)
    }

    /// The part's bytes from their beginning.
    pub(super) async fn bytes(mut self) -> io::Result<impl Stream<Item = io::Result<Bytes>> + Send + Sync> {
        self.file.rewind().await?;
        Ok(ReaderStream::with_capacity(self.file.take(self.size), CHUNK))
    }
}

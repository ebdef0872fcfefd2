//! Open multipart uploads. A refused completion changes nothing, and a kill at any moment leaves every upload either open
//! with all acknowledged parts, or completed.
//!
//! Each upload has a directory, named by its id. Its file `about` holds key and type of the object, and each part is a file
//! named by its number.

use std::io;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};
use s3s::crypto::{Checksum as _, Md5};
use s3s::dto::{CompletedPart, StreamingBlob};
use s3s::{S3Error, S3Result, s3_error};
use serde::{Deserialize, Serialize};
use tokio::fs;
use uuid::Uuid;

use super::part_file::{PartDigest, PartFile};
use crate::digest::hex;
use crate::fs_util::none_if_missing;

/// S3 takes no part smaller than this, 5 MiB, except the last.
const MIN_PART_SIZE: u64 = 5 << 20;
/// S3's bound on part numbers, which start at 1.
const MAX_PART_NUMBER: i32 = 10_000;
const INFO_FILE: &str = "about";

#[derive(Clone, Debug)]
pub(super) struct OpenUploads {
    directory: PathBuf,
}

/// Key and type of the object that an upload creates.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct UploadInfo {
    pub(super) key: String,
    pub(super) content_type: Option<String>,
}

/// Parts that fit together.
#[derive(Debug)]
pub(super) struct AssembledParts {
    parts: Vec<(PathBuf, PartDigest)>,
    /// As S3 makes it of the parts' tags.
    pub(super) e_tag: String,
}

/// A multipart upload that was neither completed nor aborted.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct OpenUpload {
    pub(super) key: String,
    pub(super) upload_id: String,
    /// By their numbers.
    pub(super) parts: Vec<Part>,
}

/// A part as it was received.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Part {
    pub(super) number: i32,
    pub(super) bytes: u64,
    /// Without its quotes.
    pub(super) etag: String,
}

impl OpenUploads {
    /// Makes the directory unless it is there, and clears what an unclean end left in it. Blocks.
    pub(super) fn open(directory: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(directory)?;
        for entry in std::fs::read_dir(directory)? {
            let path = entry?.path();
            if has_name(&path, |name| Uuid::parse_str(name).is_err()) {
                std::fs::remove_dir_all(path)?;
                continue;
            }
            for file in std::fs::read_dir(path)? {
                let path = file?.path();
                if has_name(&path, |name| name != INFO_FILE && name.parse::<i32>().is_err()) {
                    std::fs::remove_file(path)?;
                }
            }
        }
        Ok(Self { directory: directory.to_path_buf() })
    }

    /// Opens an upload and returns its id.
    pub(super) async fn create(&self, info: &UploadInfo) -> S3Result<String> {
        let id = Uuid::new_v4().to_string();
        let unfinished = self.directory.join(format!("new-{id}"));
        fs::create_dir(&unfinished).await.map_err(internal_error)?;
        fs::write(unfinished.join(INFO_FILE), serde_json::to_vec(info).map_err(S3Error::internal_error)?)
            .await
            .map_err(internal_error)?;
        fs::rename(unfinished, self.directory.join(&id)).await.map_err(internal_error)?;
        Ok(id)
    }

    /// Fails unless the upload is open and is for that key.
    pub(super) async fn get(&self, upload_id: &str, key: &str) -> S3Result<UploadInfo> {
        let info = read_info(&self.upload_dir(upload_id)?).await.map_err(not_found_error)?;
        if info.key == key { Ok(info) } else { Err(s3_error!(NoSuchUpload)) }
    }

    /// Receives a part, over an earlier one of the same number, and returns its tag. `md5` is what its sender takes for its
    /// digest, in base64.
    pub(super) async fn put_part(
        &self,
        upload_id: &str,
        number: i32,
        md5: Option<&str>,
        body: StreamingBlob,
    ) -> S3Result<String> {
        if !(1..=MAX_PART_NUMBER).contains(&number) {
            return Err(s3_error!(InvalidArgument, "Part number must be an integer between 1 and 10000, inclusive"));
        }
        let path = self.upload_dir(upload_id)?.join(number.to_string());
        let accept = |digest: &PartDigest| md5.is_none_or(|md5| md5 == STANDARD.encode(digest));
        match PartFile::write(&path, body, accept).await.map_err(not_found_error)? {
            Some(digest) => Ok(hex(&digest)),
            None => Err(s3_error!(BadDigest, "The Content-Md5 you specified did not match what we received.")),
        }
    }

    /// Fails unless the claimed parts make an object: at least one, in order, each as it was received.
    pub(super) async fn assemble(&self, upload_id: &str, claimed: &[CompletedPart]) -> S3Result<AssembledParts> {
        if claimed.is_empty() {
            return Err(s3_error!(MalformedXML, "You must specify at least one part"));
        }
        let upload_dir = self.upload_dir(upload_id)?;
        let mut md5 = Md5::new();
        let mut parts = Vec::with_capacity(claimed.len());
        let mut sizes = Vec::with_capacity(claimed.len());
        let mut last = 0;
        for part in claimed {
            let (Some(number), Some(e_tag)) = (part.part_number, part.e_tag.as_ref()) else {
                return Err(s3_error!(MalformedXML));
            };
            // There may be gaps, and MinIO takes one part twice for a file that has its bytes twice.
            if number < last {
                return Err(s3_error!(InvalidPartOrder));
            }
            last = number;
            let path = upload_dir.join(number.to_string());
            let received = PartFile::open(&path).await.map_err(|_| s3_error!(InvalidPart))?;
            if received.e_tag() != e_tag.value() {
                return Err(s3_error!(InvalidPart));
            }
            md5.update(&received.digest);
            sizes.push(received.size);
            parts.push((path, received.digest));
        }
        if sizes.iter().rev().skip(1).any(|size| *size < MIN_PART_SIZE) {
            return Err(s3_error!(EntityTooSmall));
        }
        let e_tag = format!("{}-{}", hex(&md5.finalize()), parts.len());
        Ok(AssembledParts { parts, e_tag })
    }

    /// Closes an upload that is done with, and drops its parts.
    pub(super) async fn remove(&self, upload_id: &str) -> S3Result<()> {
        let upload_dir = self.upload_dir(upload_id)?;
        // A rename is atomic: an upload that looks open must have all its parts.
        let closed = self.directory.join(format!("closed-{upload_id}"));
        fs::rename(upload_dir, &closed).await.map_err(not_found_error)?;
        fs::remove_dir_all(closed).await.map_err(internal_error)
    }

    /// All uploads that are open, in no order.
    pub(super) async fn list(&self) -> io::Result<Vec<OpenUpload>> {
        let mut uploads = Vec::new();
        let mut entries = fs::read_dir(&self.directory).await?;
        while let Some(entry) = entries.next_entry().await? {
            // Uploads that are being opened or closed have other names.
            let upload_id = entry.file_name().to_string_lossy().into_owned();
            if Uuid::parse_str(&upload_id).is_ok()
                && let Some((info, parts)) = none_if_missing(read_upload(&entry.path()).await)?
            {
                uploads.push(OpenUpload { key: info.key, upload_id, parts });
            }
        }
        Ok(uploads)
    }

    /// An id comes from a request, so nothing but a UUID may become part of a path.
    fn upload_dir(&self, upload_id: &str) -> S3Result<PathBuf> {
        let upload_id = Uuid::parse_str(upload_id).map_err(|_| s3_error!(NoSuchUpload))?;
        Ok(self.directory.join(upload_id.to_string()))
    }
}

impl AssembledParts {
    /// All bytes, one part after the other.
    pub(super) fn bytes(self) -> impl Stream<Item = io::Result<Bytes>> + Send + Sync + use<> {
        stream::iter(self.parts).then(open_unchanged).try_flatten()
    }
}

async fn read_info(upload_dir: &Path) -> io::Result<UploadInfo> {
    Ok(serde_json::from_slice(&fs::read(upload_dir.join(INFO_FILE)).await?)?)
}

/// An upload and the parts it has, by their numbers. Not found if it is closed meanwhile.
async fn read_upload(upload_dir: &Path) -> io::Result<(UploadInfo, Vec<Part>)> {
    let mut parts = Vec::new();
    let mut entries = fs::read_dir(upload_dir).await?;
    while let Some(entry) = entries.next_entry().await? {
        if let Ok(number) = entry.file_name().to_string_lossy().parse() {
            let part = PartFile::open(&entry.path()).await?;
            parts.push(Part { number, bytes: part.size, etag: part.e_tag() });
        }
    }
    parts.sort();
    // Last: as long as this is there, so is every part.
    Ok((read_info(upload_dir).await?, parts))
}

/// A part may have been sent again since it was checked.
async fn open_unchanged((path, digest): (PathBuf, PartDigest)) -> io::Result<impl Stream<Item = io::Result<Bytes>>> {
    let part = PartFile::open(&path).await?;
    if part.digest != digest {
        return Err(io::Error::other("the part has changed"));
    }
    part.bytes().await
}

fn has_name(path: &Path, test: impl FnOnce(&str) -> bool) -> bool {
    path.file_name().is_some_and(|name| test(&name.to_string_lossy()))
}

fn not_found_error(error: io::Error) -> S3Error {
    if error.kind() == io::ErrorKind::NotFound { s3_error!(NoSuchUpload) } else { internal_error(error) }
}

fn internal_error(error: io::Error) -> S3Error {
    S3Error::internal_error(error)
}

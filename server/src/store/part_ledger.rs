//! What arrived for each open multipart upload, so that a completion can be refused without spoiling the upload.
//!
//! One directory an upload, named by its id: `key` holds the object's key, and each part's number names a file with
//! its size in bytes and its tag. Files, because open uploads must survive a restart as the parts themselves do.

use std::io;
use std::path::{Path, PathBuf};

use s3s::dto::CompletedPart;
use s3s::{S3Error, S3Result, s3_error};
use tokio::fs;
use uuid::Uuid;

use super::inventory::{OpenUpload, Part};

/// S3 takes no part smaller than this, 5 MiB, except the last.
const SMALLEST_PART: i64 = 5 << 20;
/// S3's bound on part numbers, which start at 1.
const MOST_PARTS: i32 = 10_000;

#[derive(Debug)]
pub(super) struct PartLedger {
    directory: PathBuf,
}

impl PartLedger {
    /// Makes the directory unless it is there. Blocks.
    pub(super) fn open(directory: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(directory)?;
        Ok(Self { directory: directory.to_path_buf() })
    }

    /// Opens the page of a new upload.
    pub(super) async fn begin(&self, upload_id: &str, key: &str) -> S3Result<()> {
        let page = self.page(upload_id)?;
        fs::create_dir_all(&page).await.map_err(broken)?;
        fs::write(page.join("key"), key).await.map_err(broken)
    }

    /// Fails unless the upload is open and is for that key.
    pub(super) async fn expect(&self, upload_id: &str, key: &str) -> S3Result<()> {
        match fs::read(self.page(upload_id)?.join("key")).await {
            Ok(known) if known == key.as_bytes() => Ok(()),
            Ok(_) => Err(s3_error!(NoSuchUpload)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Err(s3_error!(NoSuchUpload)),
            Err(e) => Err(broken(e)),
        }
    }

    /// Notes a part, over an earlier one of the same number.
    pub(super) async fn record(&self, upload_id: &str, number: i32, size: i64, e_tag: &str) -> S3Result<()> {
        let entry = self.page(upload_id)?.join(number.to_string());
        fs::write(entry, format!("{size} {e_tag}")).await.map_err(broken)
    }

    /// Fails unless the claimed parts can be put together: at least one, in order, each as it was received.
    pub(super) async fn check(&self, upload_id: &str, claimed: &[CompletedPart]) -> S3Result<()> {
        if claimed.is_empty() {
            return Err(s3_error!(MalformedXML, "You must specify at least one part"));
        }
        let page = self.page(upload_id)?;
        let mut sizes = Vec::with_capacity(claimed.len());
        // S3 allows gaps in the numbers; the files underneath do not, and no client of Opik's makes any.
        for (expected, part) in (1..=MOST_PARTS).zip(claimed) {
            let (Some(number), Some(e_tag)) = (part.part_number, part.e_tag.as_ref()) else {
                return Err(s3_error!(MalformedXML));
            };
            if number != expected {
                return Err(s3_error!(InvalidPartOrder));
            }
            let entry = fs::read_to_string(page.join(number.to_string())).await.unwrap_or_default();
            match entry.split_once(' ') {
                Some((size, known)) if known == e_tag.value() => sizes.push(size.parse::<i64>().unwrap_or(0)),
                _ => return Err(s3_error!(InvalidPart)),
            }
        }
        if sizes.len() != claimed.len() {
            return Err(s3_error!(InvalidArgument, "Part number must be an integer between 1 and 10000, inclusive"));
        }
        match sizes.split_last() {
            Some((_, before_last)) if before_last.iter().any(|size| *size < SMALLEST_PART) => {
                Err(s3_error!(EntityTooSmall))
            }
            _ => Ok(()),
        }
    }

    /// Closes the page of an upload that is done with.
    pub(super) async fn forget(&self, upload_id: &str) -> S3Result<()> {
        fs::remove_dir_all(self.page(upload_id)?).await.map_err(broken)
    }

    /// All pages, in no order. Blocks.
    pub(super) fn open_uploads(&self) -> io::Result<Vec<OpenUpload>> {
        let mut uploads = Vec::new();
        for page in std::fs::read_dir(&self.directory)? {
            let page = page?.path();
            // A page without a key is just being opened or closed.
            let (Ok(key), Ok(entries)) = (std::fs::read_to_string(page.join("key")), std::fs::read_dir(&page)) else {
                continue;
            };
            let upload_id = page.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let mut parts: Vec<Part> = entries.filter_map(|entry| read_part(&entry.ok()?)).collect();
            parts.sort();
            uploads.push(OpenUpload { key, upload_id, parts });
        }
        Ok(uploads)
    }

    /// An id comes from a request, so nothing but a UUID may become part of a path.
    fn page(&self, upload_id: &str) -> S3Result<PathBuf> {
        let upload_id = Uuid::parse_str(upload_id).map_err(|_| s3_error!(NoSuchUpload))?;
        Ok(self.directory.join(upload_id.to_string()))
    }
}

/// `None` for what is no part, or not quite noted yet.
fn read_part(entry: &std::fs::DirEntry) -> Option<Part> {
    let number = entry.file_name().to_str()?.parse().ok()?;
    let text = std::fs::read_to_string(entry.path()).ok()?;
    let (bytes, etag) = text.split_once(' ')?;
    Some(Part { number, bytes: bytes.parse().ok()?, etag: etag.to_owned() })
}

fn broken(error: io::Error) -> S3Error {
    S3Error::internal_error(error)
}

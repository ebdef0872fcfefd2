//! Reading an object, or the requested range of it. s3s-fs reads 4 KiB at a time, each on another thread, which is slow for
//! large files, and fails for a suffix range that is longer than the object.

use std::io::SeekFrom;
use std::path::Path;

use axum::http::HeaderValue;
use s3s::dto::{Range, StreamingBlob};
use s3s::{S3Error, S3Result, s3_error};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;

use super::constants::CHUNK;
use super::error_response::{ACTUAL_SIZE, RANGE_REQUESTED};

/// An open file and the requested range.
#[derive(Debug)]
pub(super) struct ObjectRange {
    file: File,
    start: u64,
    length: u64,
    /// A range was requested, even if it is the whole object.
    ranged: bool,
}

/// The refusal, with the range as MinIO tells it: open at the end is -1.
fn unsatisfiable(range: Range, size: u64) -> S3Error {
    let range = match range {
        Range::Int { first, last: Some(last) } => format!("{first}-{last}"),
        Range::Int { first, last: None } => format!("{first}--1"),
        Range::Suffix { length } => format!("-{length}--1"),
    };
    let mut error = s3_error!(InvalidRange, "The requested range 'bytes={range}' is not satisfiable");
    let details = [(ACTUAL_SIZE, Ok(size.into())), (RANGE_REQUESTED, HeaderValue::from_str(&range))];
    error.set_headers(details.into_iter().filter_map(|(name, value)| Some((name, value.ok()?))).collect());
    error
}

impl ObjectRange {
    pub(super) async fn open(path: &Path, range: Option<Range>) -> S3Result<Self> {
        let file = File::open(path).await.map_err(|_| s3_error!(NoSuchKey))?;
        let size = file.metadata().await.map_err(S3Error::internal_error)?.len();
        let wanted = range.map_or(Ok(0..size), |range| range.check(size).map_err(|_| unsatisfiable(range, size)))?;
        Ok(Self { file, start: wanted.start, length: wanted.end - wanted.start, ranged: range.is_some() })
    }

    /// The same range, by its first and last byte.
    pub(super) fn range(&self) -> Option<Range> {
        self.ranged.then(|| Range::Int { first: self.start, last: Some(self.start + self.length.saturating_sub(1)) })
    }

    /// Returns whether the response declares as many bytes. It does not if the object was replaced meanwhile.
    pub(super) fn fits(&self, content_length: Option<i64>) -> bool {
        content_length.and_then(|length| u64::try_from(length).ok()) == Some(self.length)
    }

    pub(super) async fn bytes(mut self) -> S3Result<StreamingBlob> {
        self.file.seek(SeekFrom::Start(self.start)).await.map_err(S3Error::internal_error)?;
        Ok(StreamingBlob::wrap(ReaderStream::with_capacity(self.file.take(self.length), CHUNK)))
    }
}

//! What of a file is wanted.

/// Part of a file, half-open as in `Blob.slice`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByteRange {
    /// The first byte.
    pub start: u64,
    /// One past the last byte; `None` is the end of the file.
    pub end: Option<u64>,
}

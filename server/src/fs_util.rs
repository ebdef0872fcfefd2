//! Files that other tasks may remove: temporary files, and reads that allow for a missing file.

use std::io;
use std::path::Path;

use tempfile::{NamedTempFile, TempPath};
use tokio::fs::File;

/// An empty file in that directory, removed when the path is dropped. A kill leaves it behind, so directories of such
/// files are cleared at the start.
pub(crate) async fn temporary_file(directory: &Path) -> io::Result<(File, TempPath)> {
    let directory = directory.to_path_buf();
    let (file, path) = tokio::task::spawn_blocking(move || NamedTempFile::new_in(directory))
        .await
        .map_err(io::Error::other)??
        .into_parts();
    Ok((File::from_std(file), path))
}

/// `None` for what is not there any more.
pub(crate) fn none_if_missing<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

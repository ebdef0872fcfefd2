//! The objects and open uploads of the embedded store, read from its files.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::constants::BUCKET;
use super::key_index::KeyIndex;
use super::open_uploads::{OpenUpload, OpenUploads};
use crate::digest::Sha256Hasher;
use crate::fs_util::none_if_missing;

/// The directories of the embedded store, for reading.
#[derive(Clone, Debug)]
pub(crate) struct Inventory {
    bucket: PathBuf,
    keys: KeyIndex,
    uploads: OpenUploads,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Object {
    pub(super) key: String,
    /// Its length.
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

impl Inventory {
    /// `objects` is where the buckets are.
    pub(super) fn new(objects: &Path, keys: KeyIndex, uploads: OpenUploads) -> Self {
        Self { bucket: objects.join(BUCKET), keys, uploads }
    }

    /// Every object, in the order of keys. Reads them all.
    pub(crate) async fn objects(&self) -> io::Result<Vec<Object>> {
        let Self { bucket, keys, .. } = self.clone();
        tokio::task::spawn_blocking(move || read_objects(&bucket, &keys)).await.map_err(io::Error::other)?
    }

    /// Every open upload, in the order of keys.
    pub(crate) async fn open_uploads(&self) -> io::Result<Vec<OpenUpload>> {
        let mut uploads = self.uploads.list().await?;
        uploads.sort();
        Ok(uploads)
    }
}

fn read_objects(bucket: &Path, keys: &KeyIndex) -> io::Result<Vec<Object>> {
    let mut objects = Vec::new();
    for entry in fs::read_dir(bucket)? {
        let path = entry?.path();
        // One that is gone has just been deleted.
        if let Some(file) = none_if_missing(File::open(&path))? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            // Objects from before keys were noted go by their digest.
            let key = keys.get(&name)?.unwrap_or_else(|| name.into_owned());
            objects.push(read_object(key, file)?);
        }
    }
    objects.sort();
    Ok(objects)
}

fn read_object(key: String, mut file: File) -> io::Result<Object> {
    let mut digest = Sha256Hasher::new();
    let bytes = io::copy(&mut file, &mut digest)?;
    Ok(Object { key, bytes, sha256: digest.finish() })
}

//! What the embedded store holds, read from its files: the objects, and the uploads that are still open.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::key_names::KeyNames;
use super::part_ledger::PartLedger;
use super::{BUCKET, KEYS, OBJECTS, PARTS};
use crate::digest::Digest;

/// All of it, each list in order.
#[derive(Debug)]
pub(crate) struct Inventory {
    pub(crate) objects: Vec<Object>,
    pub(crate) open_uploads: Vec<OpenUpload>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Object {
    key: String,
    /// Its length.
    bytes: u64,
    sha256: String,
}

/// A multipart upload that was neither completed nor aborted.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct OpenUpload {
    pub(super) key: String,
    pub(super) upload_id: String,
    pub(super) parts: Vec<Part>,
}

/// A part as it was received.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Part {
    pub(super) number: i32,
    pub(super) bytes: i64,
    /// Without its quotes.
    pub(super) etag: String,
}

impl Inventory {
    /// Takes stock of the store in that data directory. Reads every object. Blocks.
    pub(crate) fn take(data: &Path) -> io::Result<Self> {
        let keys = KeyNames::open(&data.join(KEYS))?;
        let mut objects = Vec::new();
        for entry in fs::read_dir(data.join(OBJECTS).join(BUCKET))? {
            objects.extend(object(&keys, &entry?.path())?);
        }
        objects.sort();
        let mut open_uploads = PartLedger::open(&data.join(PARTS))?.open_uploads()?;
        open_uploads.sort();
        Ok(Self { objects, open_uploads })
    }
}

/// `None` for one that has just been deleted.
fn object(keys: &KeyNames, path: &PathBuf) -> io::Result<Option<Object>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut file = match File::open(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let mut digest = Digest::new();
    let mut bytes = 0;
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = file.read(&mut buffer)?;
        let Some(chunk) = buffer.get(..read).filter(|chunk| !chunk.is_empty()) else { break };
        digest.update(chunk);
        bytes += chunk.len() as u64;
    }
    // Objects from before keys were noted go by their digest.
    let key = keys.find(&name)?.unwrap_or_else(|| name.into_owned());
    Ok(Some(Object { key, bytes, sha256: digest.finish() }))
}

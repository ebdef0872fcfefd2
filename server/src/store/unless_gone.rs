//! Files that may go at any moment, because somebody else finishes with them.

use std::io;

/// `None` for what is not there any more.
pub(super) fn unless_gone<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

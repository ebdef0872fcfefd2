//! Bytes that nobody keeps.

use opik_attachments::client::host::Bytes;

/// Part of a content that is known by its number alone, so that files of gigabytes cost nothing. Equal extents are equal
/// bytes, and all others are different ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) content: u32,
    pub(super) start: u64,
    pub(super) end: u64,
}

impl Extent {
    pub(super) fn whole(content: u32, size: u64) -> Self {
        Self { content, start: 0, end: size }
    }

    /// A digest as good as that of the bytes.
    pub(super) fn digest(&self) -> [u8; 16] {
        if self.size() == 0 {
            return md5::compute("").0;
        }
        md5::compute(format!("{} {} {}", self.content, self.start, self.end)).0
    }
}

impl Bytes for Extent {
    fn size(&self) -> u64 {
        self.end - self.start
    }

    fn slice(&self, start: u64, end: u64) -> Self {
        assert!(start <= end && end <= self.size(), "a slice {start}..{end} of {} bytes", self.size());
        Self { start: self.start + start, end: self.start + end, ..*self }
    }
}

/// The same bytes in as few extents as can be.
pub(super) fn joined(extents: impl IntoIterator<Item = Extent>) -> Vec<Extent> {
    let mut all: Vec<Extent> = Vec::new();
    for next in extents.into_iter().filter(|extent| extent.size() > 0) {
        match all.last_mut() {
            Some(last) if last.content == next.content && last.end == next.start => last.end = next.end,
            _ => all.push(next),
        }
    }
    all
}

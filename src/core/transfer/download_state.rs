//! The state of one download over however many answers it takes: which bytes the consumer has, what to ask for next,
//! what of an answer to hand on, and whether the end is the end.
//!
//! The consumer gets every byte of what was wanted once, in order, or an error; never a short success.

use crate::core::http::content_range::ContentRange;
use crate::core::http::etag::is_other_etag;
use crate::core::http::status::is_partial;
use crate::core::text::strings::{decimal, fill};
use crate::core::transfer::byte_range::ByteRange;

/// What an answer of success says of its body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResponseMeta {
    /// 200 or 206.
    pub status: u16,
    /// `Content-Length`, where the body is certainly not encoded: of an encoded one it is another length.
    pub content_length: Option<u64>,
    /// `Content-Range`.
    pub content_range: Option<ContentRange>,
    /// `ETag`.
    pub etag: Option<String>,
}

/// Why an answer, or the end of one, is no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntegrityError {
    /// It has fewer bytes than the file, or ended before it should have.
    TooShort,
    /// It has more bytes than the file.
    TooLong,
    /// It is not the range that was asked for.
    WrongRange,
    /// It is of another file than the bytes that the consumer has already. Asking again cannot help.
    Changed,
}

/// The state.
#[derive(Clone, Debug)]
pub struct DownloadState {
    wanted: ByteRange,
    /// The next byte of the file that the consumer is to get.
    position: u64,
    /// The file's size, as soon as it is known.
    size: Option<u64>,
    etag: Option<String>,
    /// The next byte of the file that the answer under way brings.
    arriving: u64,
    /// Where the answer under way ends, if it says so.
    ending: Option<u64>,
}

impl DownloadState {
    /// A download that has not begun, of a file of `size` bytes if that is known.
    #[must_use]
    pub fn new(wanted: ByteRange, size: Option<u64>) -> Self {
        Self { wanted, position: wanted.start, size, etag: None, arriving: 0, ending: None }
    }

    /// Whether the consumer has a byte already.
    #[must_use]
    pub fn has_delivered(&self) -> bool {
        self.position > self.wanted.start
    }

    /// Bytes the consumer has.
    #[must_use]
    pub fn delivered(&self) -> u64 {
        self.position - self.wanted.start
    }

    /// Bytes the consumer will have, if that is known.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        Some(self.end()?.saturating_sub(self.wanted.start))
    }

    /// One past the last byte that is wanted: like `Blob.slice`, no further than the file.
    fn end(&self) -> Option<u64> {
        match (self.wanted.end, self.size) {
            (Some(end), Some(size)) => Some(end.min(size)),
            (end, size) => size.or(end.filter(|end| *end <= self.wanted.start)),
        }
    }

    /// Whether the consumer has all of it, if the file is as long as is said.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.end().is_some_and(|end| self.position >= end) || self.is_satisfied()
    }

    /// Whether the consumer has all that it asked for, however long the file is.
    #[must_use]
    pub fn is_satisfied(&self) -> bool {
        self.wanted.end.is_some_and(|end| self.position >= end)
    }

    /// Whether there is nothing to ask for. That a whole file is empty is not taken on trust from a list: one that is
    /// wrong would turn any file into nothing.
    #[must_use]
    pub fn needs_no_request(&self) -> bool {
        self.is_complete() && (self.has_delivered() || self.wanted != ByteRange::default())
    }

    /// The file is now known to have `size` bytes.
    ///
    /// # Errors
    /// [`IntegrityError::Changed`] if the consumer has bytes of a file of another size.
    pub fn set_size(&mut self, size: u64) -> Result<(), IntegrityError> {
        if self.has_delivered() && self.size.is_some_and(|known| known != size) {
            return Err(IntegrityError::Changed);
        }
        self.size = Some(size);
        Ok(())
    }

    /// The `Range` header of the next request; `None` for one of the whole file.
    #[must_use]
    pub fn range_header(&self) -> Option<String> {
        if self.position == 0 && self.wanted.end.is_none() {
            return None;
        }
        // Only what is wanted, so that the connection can be used again.
        let last = self.wanted.end.and_then(|end| end.checked_sub(1)).map(decimal).unwrap_or_default();
        Some(fill("bytes={}-{}", &[&decimal(self.position), &last]))
    }

    /// An answer begins. One to a request without [`Self::range_header`], or that ignores it, brings the file from its
    /// start, and what the consumer has is passed over.
    ///
    /// # Errors
    /// Why it is no use.
    pub fn open(&mut self, opening: &ResponseMeta) -> Result<(), IntegrityError> {
        if self.has_delivered() && is_other_etag(&self.etag, &opening.etag) {
            return Err(IntegrityError::Changed);
        }
        let partial = is_partial(opening.status);
        // A browser may hide the header of an answer from another origin. Then the status is its word for it, and the
        // size at the end the proof.
        let range = opening.content_range.filter(|_| partial);
        self.arriving = if partial { range.and_then(|range| range.start).unwrap_or(self.position) } else { 0 };
        if partial && self.arriving != self.position {
            return Err(IntegrityError::WrongRange);
        }
        self.ending = opening.content_length.and_then(|length| self.arriving.checked_add(length));
        let size = if partial { range.and_then(|range| range.size) } else { self.ending };
        match (size, self.size) {
            (Some(size), Some(known)) if size != known => {
                return Err(match size < known {
                    _ if partial && self.has_delivered() => IntegrityError::Changed,
                    true => IntegrityError::TooShort,
                    false => IntegrityError::TooLong,
                });
            }
            (Some(size), None) => self.size = Some(size),
            _ => {}
        }
        if self.etag.is_none() || !self.has_delivered() {
            self.etag.clone_from(&opening.etag);
        }
        Ok(())
    }

    /// A refusal says that the file is too short for the range: 416, with `Content-Range` if that can be read. As with
    /// `Blob.slice` what is beyond the end is empty.
    ///
    /// # Errors
    /// [`IntegrityError::Changed`] if the file cannot be that short.
    pub fn range_not_satisfiable(&mut self, content_range: Option<ContentRange>) -> Result<(), IntegrityError> {
        let size = content_range.and_then(|range| range.size);
        // An answer that was cut behind all that it said it would bring was the last one.
        let begun = self.has_delivered() && self.ending != Some(self.position);
        if begun || self.size.is_some() || size.is_some_and(|size| size > self.position) {
            return Err(IntegrityError::Changed);
        }
        self.size = Some(self.position);
        Ok(())
    }

    /// `length` more bytes have arrived. Gives the half-open range of them to hand on, which may be empty.
    ///
    /// # Errors
    /// [`IntegrityError::TooLong`] if they reach beyond the file.
    pub fn take(&mut self, length: u64) -> Result<(u64, u64), IntegrityError> {
        let (first, end) = (self.arriving, self.arriving.saturating_add(length));
        self.arriving = end;
        if self.size.is_some_and(|size| end > size) {
            return Err(IntegrityError::TooLong);
        }
        let until = self.wanted.end.map_or(end, |wanted| end.min(wanted));
        let from = self.position.clamp(first, until.max(first));
        self.position = self.position.max(until);
        Ok((from - first, until.max(from) - first))
    }

    /// How many bytes the consumer may get now without [`Self::take`] for each piece. Never the last: it makes the end.
    #[must_use]
    pub fn passthrough_limit(&self) -> u64 {
        if self.arriving != self.position {
            return 0;
        }
        let end = [self.wanted.end, self.size, self.ending].into_iter().flatten().min();
        end.map_or(u64::MAX, |end| end.saturating_sub(self.position + 1))
    }

    /// The answer under way has ended, as far as its transport knows in good order.
    ///
    /// # Errors
    /// [`IntegrityError::TooShort`] if that is not the end.
    pub fn close(&mut self) -> Result<(), IntegrityError> {
        if self.is_complete() {
            return Ok(());
        }
        if self.size.is_some() || self.ending.is_some_and(|ending| self.arriving < ending) {
            return Err(IntegrityError::TooShort);
        }
        if self.has_delivered() && self.arriving < self.position {
            return Err(IntegrityError::TooShort);
        }
        // Nobody has ever said how long it is, and the transport saw it end.
        self.size = Some(self.arriving);
        Ok(())
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn whole() -> ByteRange {
        ByteRange::default()
    }

    fn full(length: Option<u64>) -> ResponseMeta {
        ResponseMeta { status: 200, content_length: length, ..ResponseMeta::default() }
    }

    #[test]
    fn a_cut_is_resumed_where_it_was() {
        let mut state = DownloadState::new(whole(), Some(10));
        assert_eq!(state.range_header(), None);
        state.open(&full(Some(10))).unwrap();
        assert_eq!(state.take(4), Ok((0, 4)));
        assert_eq!(state.range_header().unwrap(), "bytes=4-");
        let rest = ResponseMeta {
            status: 206,
            content_length: Some(6),
            content_range: ContentRange::parse("bytes 4-9/10"),
            etag: None,
        };
        state.open(&rest).unwrap();
        assert_eq!(state.take(6), Ok((0, 6)));
        assert!(state.is_complete());
        assert_eq!(state.close(), Ok(()));
    }

    #[test]
    fn what_the_consumer_has_is_passed_over() {
        let mut state = DownloadState::new(whole(), None);
        state.open(&full(None)).unwrap();
        assert_eq!(state.take(4), Ok((0, 4)));
        state.open(&full(None)).unwrap();
        assert_eq!(state.take(3), Ok((3, 3)));
        assert_eq!(state.take(3), Ok((1, 3)));
        assert_eq!(state.close(), Ok(()));
        assert_eq!((state.delivered(), state.total()), (6, Some(6)));
    }

    #[test]
    fn another_file_is_noticed() {
        let tagged = |status, tag: &str| ResponseMeta { status, etag: Some(tag.to_owned()), ..ResponseMeta::default() };
        let mut state = DownloadState::new(whole(), None);
        state.open(&tagged(200, "a")).unwrap();
        // Nothing is lost yet.
        state.open(&tagged(200, "b")).unwrap();
        state.take(1).unwrap();
        assert_eq!(state.open(&tagged(206, "a")), Err(IntegrityError::Changed));
        assert_eq!(state.open(&tagged(206, "b")), Ok(()));
        assert_eq!(state.set_size(7), Ok(()));
        assert_eq!(state.set_size(8), Err(IntegrityError::Changed));
    }

    #[test]
    fn beyond_the_end_is_empty_as_in_a_blob() {
        let mut state = DownloadState::new(ByteRange { start: 5, end: Some(9) }, Some(3));
        assert!(state.is_complete());
        assert_eq!(state.total(), Some(0));
        state = DownloadState::new(ByteRange { start: 5, end: None }, None);
        assert!(!state.is_complete());
        state.range_not_satisfiable(ContentRange::parse("bytes */3")).unwrap();
        assert!(state.is_complete());
        state = DownloadState::new(ByteRange { start: 5, end: None }, None);
        assert_eq!(state.range_not_satisfiable(ContentRange::parse("bytes */30")), Err(IntegrityError::Changed));
        // Direct mode: the whole file comes, and is shorter.
        state.open(&full(None)).unwrap();
        assert_eq!(state.take(3), Ok((3, 3)));
        assert_eq!(state.close(), Ok(()));
        assert!(state.is_complete());
    }

    /// One answer of a server that means well or not.
    #[derive(Clone, Debug)]
    struct Reaction {
        honours_range: bool,
        says_length: bool,
        says_range: bool,
        /// Bytes of its body after which it ends.
        cut: u64,
        /// Whether the transport notices that.
        noticed: bool,
        lies: bool,
    }

    fn reaction() -> impl Strategy<Value = Reaction> {
        (any::<[bool; 5]>(), 0..80_u64).prop_map(|([honours_range, says_length, says_range, noticed, lies], cut)| {
            Reaction { honours_range, says_length, says_range, cut, noticed, lies }
        })
    }

    #[test]
    fn what_may_go_straight_leaves_the_last_byte() {
        let mut state = DownloadState::new(ByteRange { start: 2, end: Some(8) }, Some(10));
        state.open(&full(Some(10))).unwrap();
        assert_eq!(state.passthrough_limit(), 0, "what comes first is not wanted");
        assert_eq!(state.take(3), Ok((2, 3)));
        assert_eq!(state.passthrough_limit(), 4);
        assert_eq!(state.take(5), Ok((0, 5)));
        assert_eq!(state.passthrough_limit(), 0);
        let mut unknown = DownloadState::new(whole(), None);
        unknown.open(&full(None)).unwrap();
        assert_eq!(unknown.passthrough_limit(), u64::MAX);
        unknown.open(&full(Some(7))).unwrap();
        assert_eq!(unknown.passthrough_limit(), 6);
    }

    proptest! {
        #[test]
        fn every_byte_once_and_in_order_or_an_error(
            size in 0..60_u64, known in any::<bool>(), start in 0..70_u64, length in prop::option::of(0..70_u64),
            reactions in prop::collection::vec(reaction(), 1..12), chunk in 1..9_u64,
        ) {
            let file: Vec<u64> = (0..size).collect();
            let end = length.map(|length| start + length);
            let slice = |from: u64, to: u64| file.get(from.min(size) as usize..to.min(size) as usize).unwrap_or_default();
            let expected = slice(start, end.unwrap_or(size));
            let mut state = DownloadState::new(ByteRange { start, end }, known.then_some(size));
            let mut got = Vec::new();
            let mut ended = state.is_complete();
            for reaction in reactions {
                if ended { break }
                let ranged = state.range_header().filter(|_| reaction.honours_range);
                let (first, last) = match ranged {
                    None => (0, size),
                    Some(header) => {
                        let (from, to) = header.trim_start_matches("bytes=").split_once('-').unwrap();
                        let from: u64 = from.parse().unwrap();
                        if from >= size {
                            let says = ContentRange { start: None, size: Some(size) };
                            let refused = state.range_not_satisfiable(reaction.says_range.then_some(says));
                            ended = refused.is_ok();
                            continue;
                        }
                        (from, to.parse::<u64>().map_or(size, |last| (last + 1).min(size)))
                    }
                };
                let partial = state.range_header().is_some() && reaction.honours_range;
                let body = slice(first, last);
                let sent = &body[..body.len().min(reaction.cut as usize)];
                let cut = sent.len() < body.len();
                // Where nobody has said the size, a lie about the length is not to be found out, and without a length
                // an unnoticed cut is not either.
                let said = if reaction.lies && known && cut { sent.len() } else { body.len() } as u64;
                let noticed = reaction.noticed || !(known || reaction.says_length);
                let opening = ResponseMeta {
                    status: if partial { 206 } else { 200 },
                    content_length: reaction.says_length.then_some(said),
                    content_range: (partial && reaction.says_range)
                        .then_some(ContentRange { start: Some(first), size: Some(size) }),
                    etag: None,
                };
                if state.open(&opening).is_err() { continue }
                for bytes in sent.chunks(chunk as usize) {
                    let (from, to) = state.take(bytes.len() as u64).unwrap();
                    got.extend_from_slice(&bytes[from as usize..to as usize]);
                }
                ended = state.is_complete() || (!(cut && noticed) && state.close().is_ok());
            }
            if ended {
                prop_assert_eq!(&got, expected);
                prop_assert_eq!(state.delivered(), expected.len() as u64);
            } else {
                prop_assert!(expected.starts_with(&got));
            }
        }
    }
}

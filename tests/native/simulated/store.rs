//! The store's side of the model: parts, objects, tags, links that die.

use opik_attachments::client::host::Bytes;
use opik_attachments::core::http::request::Method;

use super::answer::{Answer, Content};
use super::opik::{Object, Opik};
use super::sent_request::Asked;
use super::virtual_bytes::{Extent, joined};
use crate::fixture::STORE;

impl Opik {
    /// Does what a request to the store asks for.
    pub(super) fn store(&mut self, asked: &Asked, now: u64) -> Answer {
        let name = asked.address().strip_prefix(STORE).unwrap().trim_start_matches('/');
        let number = |name| asked.query(name).unwrap().parse::<u64>().unwrap();
        if now >= number("X-Amz-Date") + number("X-Amz-Expires") * 1000 {
            return expired(true);
        }
        match asked.method {
            Method::Put => {
                let part = asked.bytes.unwrap();
                let Some(parts) = self.uploads.get_mut(asked.query("uploadId").unwrap()) else {
                    return Answer::text(404, "<Error><Code>NoSuchUpload</Code></Error>");
                };
                parts.insert(number("partNumber"), part);
                Answer::empty(200).header("etag", self.tag(&part))
            }
            _ => self.file(name, asked.range.as_deref()),
        }
    }

    /// A file, or a range of it. The backend sends it without a word about its size or its tag.
    pub(super) fn file(&self, name: &str, range: Option<&str>) -> Answer {
        let Some(object) = self.objects.get(name) else {
            return Answer::text(404, "<Error><Code>NoSuchKey</Code></Error>");
        };
        let [file] = object.extents[..] else {
            // Nothing, or what no part was cut from.
            assert!(object.extents.is_empty(), "a file of several contents: {object:?}");
            return self.with_length(object, Answer::empty(if range.is_some() { 416 } else { 200 }));
        };
        let Some(range) = range else {
            return self.with_length(object, Answer { content: Content::File(file), ..Answer::empty(200) });
        };
        let (first, last) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')).unwrap();
        let first: u64 = first.parse().unwrap();
        let end = last.parse::<u64>().map_or(file.size(), |last| (last + 1).min(file.size()));
        let with_range = |answer: Answer, range: String| {
            if self.rules.hidden { answer } else { answer.header("content-range", range) }
        };
        if first >= file.size() {
            return with_range(Answer::empty(416), format!("bytes */{}", file.size()));
        }
        let part = Answer { content: Content::File(file.slice(first, end)), ..Answer::empty(206) };
        with_range(self.with_length(object, part), format!("bytes {first}-{}/{}", end - 1, file.size()))
    }

    fn with_length(&self, object: &Object, answer: Answer) -> Answer {
        let size = answer.content.size();
        if self.rules.direct {
            // Of what was compressed: gzip makes small files longer and others shorter.
            let compressed = (20 + size / 3).to_string();
            return if self.rules.foreign { answer.header("content-length", compressed) } else { answer };
        }
        let answer = answer.header("content-length", size.to_string());
        if self.rules.hidden { answer } else { answer.header("etag", object.etag.clone()) }
    }

    pub(super) fn object(&self, parts: &[Extent]) -> Object {
        let digests: Vec<u8> = parts.iter().flat_map(Extent::digest).collect();
        let tag = format!("{:x}-{}", md5::compute(digests), parts.len());
        Object { extents: joined(parts.iter().copied()), etag: self.quoted(&tag) }
    }

    pub(super) fn tag(&self, part: &Extent) -> String {
        self.quoted(&format!("{:x}", md5::Digest(part.digest())))
    }

    fn quoted(&self, tag: &str) -> String {
        if self.rules.digests { format!("\"{tag}\"") } else { format!("\"opaque-{tag}\"") }
    }
}

/// What the store says of a URL whose time is over.
pub(super) fn expired(says_so: bool) -> Answer {
    let message = if says_so { "Request has expired" } else { "Access Denied" };
    Answer::text(403, &format!("<Error><Code>AccessDenied</Code><Message>{message}</Message></Error>"))
}

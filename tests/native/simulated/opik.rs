//! An Opik and its store, as far as one entity's files go: `answer` is all of the wire.

use std::collections::BTreeMap;

use opik_attachments::client::host::Bytes;
use serde_json::json;

use super::answer::Answer;
use super::opik_setup::Rules;
use super::sent_request::Asked;
use super::virtual_bytes::Extent;
use crate::fixture::{API, PROJECT_ID, STORE, TRACE, WORKSPACE};

/// What the store keeps under a name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Object {
    pub(super) extents: Vec<Extent>,
    pub(super) etag: String,
}

/// What the list says of a name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) size: u64,
    pub(super) mime_type: String,
}

/// The state of it all.
#[derive(Default)]
pub(super) struct Opik {
    pub(super) rules: Rules,
    pub(super) objects: BTreeMap<String, Object>,
    pub(super) rows: BTreeMap<String, Row>,
    /// Whether the project exists.
    pub(super) project: bool,
    /// The uploads that are not completed, and their parts by number.
    pub(super) uploads: BTreeMap<String, BTreeMap<u64, Extent>>,
    completed: Vec<String>,
    opened: u32,
}

impl Opik {
    pub(super) fn new(rules: Rules) -> Self {
        Self { rules, ..Self::default() }
    }

    /// Stores a file as if somebody had uploaded it in one part.
    pub(super) fn put(&mut self, name: &str, file: Extent, mime_type: &str) {
        let object = self.object(&[file]);
        self.objects.insert(name.to_owned(), object);
        self.rows.insert(name.to_owned(), Row { size: file.size(), mime_type: mime_type.to_owned() });
        self.project = true;
    }

    /// Replaces every file by another one, of `more` bytes more.
    pub(super) fn replace_all(&mut self, more: u64) {
        for (name, row) in self.rows.clone() {
            let content = self.objects[&name].extents.first().map_or(0, |extent| extent.content);
            self.put(&name, Extent::whole(content + 1, row.size + more), &row.mime_type);
        }
    }

    /// Does what a request asks for.
    pub(super) fn answer(&mut self, asked: &Asked, now: u64) -> Answer {
        let Some(path) = asked.address().strip_prefix(API) else { return self.store(asked, now) };
        if self.rules.refused.as_deref().is_some_and(|name| name == asked.field("file_name")) {
            return Answer::json(422, &json!({"errors": ["fileName must be another"]}));
        }
        match path.trim_start_matches("/v1/private/") {
            "projects/retrieve" if self.project => Answer::json(200, &json!({"id": PROJECT_ID})),
            "projects/retrieve" => Answer::json(404, &json!({"errors": ["Project not found"]})),
            "projects" => Answer::json(200, &json!({"content": []})),
            "attachment/list" => self.list(now),
            "attachment/upload-start" => self.start(asked, now),
            "attachment/upload-complete" => self.complete(asked),
            "attachment/upload" if self.rules.direct => {
                let mime_type = asked.query("mime_type").unwrap().replace("%2F", "/");
                self.put(asked.query("file_name").unwrap(), asked.bytes.unwrap(), &mime_type);
                Answer::empty(204)
            }
            "attachment/download" if self.rules.direct => self.file(asked.query("file_name").unwrap(), None),
            other => panic!("nobody answers {other}"),
        }
    }

    fn list(&self, now: u64) -> Answer {
        let row = |(name, row): (&String, &Row)| {
            let link = self.link(name, now);
            json!({"link": link, "file_name": name, "file_size": row.size, "mime_type": row.mime_type})
        };
        let rows: Vec<_> = self.rows.iter().rev().map(row).collect();
        Answer::json(200, &json!({"page": 1, "size": rows.len(), "total": rows.len(), "content": rows}))
    }

    pub(super) fn link(&self, name: &str, now: u64) -> String {
        if self.rules.direct {
            return format!(
                "{API}/v1/private/attachment/download?workspace_name={WORKSPACE}&container_id={PROJECT_ID}\
                 &file_name={name}&mime_type=text%2Fplain&entity_type=trace&entity_id={TRACE}"
            );
        }
        self.presigned(name, now, "")
    }

    fn presigned(&self, name: &str, now: u64, more: &str) -> String {
        let lifetime_s = self.rules.lifetime_s;
        format!("{STORE}/{name}?X-Amz-Date={now}&X-Amz-Expires={lifetime_s}{more}&X-Amz-Signature=5ec3e7")
    }

    fn start(&mut self, asked: &Asked, now: u64) -> Answer {
        if self.rules.direct {
            return Answer::json(200, &json!({"upload_id": "BEMinIO", "pre_sign_urls": ["http://trap.example"]}));
        }
        self.project = true;
        self.opened += 1;
        let id = format!("u{}", self.opened);
        self.uploads.insert(id.clone(), BTreeMap::new());
        let count = asked.document["num_of_file_parts"].as_u64().unwrap();
        let url = |part| self.presigned(asked.field("file_name"), now, &format!("&uploadId={id}&partNumber={part}"));
        let urls: Vec<String> = (1..=count).map(url).collect();
        Answer::json(200, &json!({"upload_id": id, "pre_sign_urls": urls}))
    }

    fn complete(&mut self, asked: &Asked) -> Answer {
        let id = asked.field("upload_id");
        let named = asked.document["uploaded_file_parts"].as_array().unwrap();
        let numbers: Vec<u64> = named.iter().map(|part| part["part_number"].as_u64().unwrap()).collect();
        assert!(numbers.is_sorted_by(|one, next| one < next), "the parts of a completion do not ascend: {numbers:?}");
        if self.rules.forgiving && self.completed.iter().any(|done| done == id) {
            return Answer::empty(204);
        }
        let tags: Vec<&str> = named.iter().map(|part| part["e_tag"].as_str().unwrap()).collect();
        let fits = self.uploads.get(id).is_some_and(|parts| {
            let stored: Vec<String> = parts.values().map(|part| self.tag(part)).collect();
            parts.keys().eq(&numbers) && stored == tags
        });
        if !fits {
            return Answer::json(500, &json!({"code": 500, "message": "There was an error. It has been logged."}));
        }
        let parts: Vec<Extent> = self.uploads.remove(id).unwrap().into_values().collect();
        self.completed.push(id.to_owned());
        let object = self.object(&parts);
        let row =
            // A number of JS: beyond 32 bits it is written as a float.
            Row { size: asked.document["file_size"].as_f64().unwrap() as u64, mime_type: asked.field("mime_type").to_owned() };
        self.objects.insert(asked.field("file_name").to_owned(), object);
        self.rows.insert(asked.field("file_name").to_owned(), row);
        Answer::empty(204)
    }
}

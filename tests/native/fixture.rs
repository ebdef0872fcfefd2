//! The world of the tests: one backend, one store, one project, one trace, and the steps that most scripts share.

use std::rc::Rc;

use opik_attachments::client::{Call, DownloadRequest, IfExists, Session, UploadRequest};
use opik_attachments::core::config::{Connection, Settings, Tuning};
use opik_attachments::core::error::{Error, Operation};
use opik_attachments::core::opik::attachment::{Attachment, UploadedAttachment};
use opik_attachments::core::opik::target::{AttachmentTarget, EntityType};
use opik_attachments::core::transfer::byte_range::ByteRange;
use serde_json::{Value, json};

use crate::host_values::{Blob, ParsedJson};
use crate::manual_poll::run;
use crate::scripted_host::ScriptedHost;
use crate::step::{Step, get, post};

pub(crate) const API: &str = "http://localhost:5173/api";
/// [`API`] in base64url; the standard alphabet would end it in `==`.
pub(crate) const API_PATH: &str = "aHR0cDovL2xvY2FsaG9zdDo1MTczL2FwaQ";
pub(crate) const STORE: &str = "https://bucket.s3.example";
pub(crate) const KEY: &str = "key-4711";
pub(crate) const WORKSPACE: &str = "team";
pub(crate) const PROJECT: &str = "demo";
pub(crate) const PROJECT_ID: &str = "0197c0de-0000-7000-8000-00000000d3a0";
pub(crate) const OTHER_PROJECT_ID: &str = "0197c0de-0000-7000-8000-00000000d3a1";
pub(crate) const TRACE: &str = "0197c0de-1111-7000-8000-000000000001";

/// A client and its host.
pub(crate) struct Fixture {
    pub(crate) session: Rc<Session>,
    pub(crate) host: Rc<ScriptedHost>,
}

impl Fixture {
    pub(crate) fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        Self::with(Some(KEY), Tuning::default(), steps)
    }

    pub(crate) fn with(api_key: Option<&'static str>, tuning: Tuning, steps: impl IntoIterator<Item = Step>) -> Self {
        let connection = Connection {
            api_url: Some(format!("{API}/")),
            api_key: api_key.map(str::to_owned),
            workspace_name: Some(WORKSPACE.to_owned()),
            project_name: None,
        };
        let session = Rc::new(Session::new(Settings::new(connection, tuning).unwrap()));
        Self { session, host: Rc::new(ScriptedHost::new(steps, api_key)) }
    }

    pub(crate) fn call(&self, operation: Operation) -> Call<ScriptedHost> {
        Call::new(Rc::clone(&self.session), Rc::clone(&self.host), operation)
    }

    pub(crate) async fn listing(&self) -> Result<Vec<Attachment<ParsedJson>>, Error> {
        self.call(Operation::GetAttachmentList).list(&target()).await
    }

    pub(crate) fn list(&self) -> Result<Vec<Attachment<ParsedJson>>, Error> {
        run(self.listing())
    }

    /// Downloads and reads to the end.
    pub(crate) fn download(&self, wanted: &DownloadRequest) -> Result<String, Error> {
        run(async {
            let mut download = self.call(Operation::DownloadAttachment).download(wanted.clone()).await?;
            let mut bytes = Vec::new();
            while let Some(chunk) = download.next().await? {
                bytes.extend_from_slice(chunk.content());
            }
            Ok(String::from_utf8(bytes).unwrap())
        })
    }

    pub(crate) fn upload(&self, file: &UploadRequest<Blob>) -> Result<UploadedAttachment, Error> {
        run(self.call(Operation::UploadAttachment).upload(file))
    }

    pub(crate) fn delete(&self, names: &[&str]) -> Result<(), Error> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        run(self.call(Operation::DeleteAttachments).delete(&target(), &names))
    }

    pub(crate) fn requests(&self) -> usize {
        self.host.sent.borrow().len()
    }
}

pub(crate) fn target() -> AttachmentTarget {
    AttachmentTarget { project_name: PROJECT.to_owned(), entity_type: EntityType::Trace, entity_id: TRACE.to_owned() }
}

pub(crate) fn names(rows: &[Attachment<ParsedJson>]) -> Vec<&str> {
    rows.iter().map(|row| row.file_name.as_str()).collect()
}

/// The question for the project's id, still to be answered.
pub(crate) fn ask_project() -> Step {
    post("/v1/private/projects/retrieve", json!({"name": PROJECT}))
}

/// The project's id, asked and answered.
pub(crate) fn project(id: &str) -> Step {
    ask_project().answers_json(200, &json!({"id": id, "name": PROJECT, "visibility": "private"}))
}

pub(crate) fn no_project() -> Step {
    ask_project().answers_json(404, &json!({"errors": ["Project not found"]}))
}

/// The projects there are, which are asked for when the one that is wanted is not among them.
pub(crate) fn projects(names: &[&str]) -> Step {
    let rows: Vec<Value> = names.iter().map(|name| json!({"id": OTHER_PROJECT_ID, "name": name})).collect();
    ask_projects().answers_json(200, &json!({"page": 1, "size": rows.len(), "total": rows.len(), "content": rows}))
}

/// The question for them, still to be answered.
pub(crate) fn ask_projects() -> Step {
    get(format!("{API}/v1/private/projects?page=1&size=1000"))
}

pub(crate) fn list_url(project_id: &str, page: usize) -> String {
    let entity = format!("entity_type=trace&entity_id={TRACE}");
    format!("{API}/v1/private/attachment/list?project_id={project_id}&{entity}&path={API_PATH}&page={page}&size=1000")
}

/// A page of the project's list.
pub(crate) fn page(number: usize, rows: &[Value], total: usize) -> Step {
    page_of(PROJECT_ID, number, rows, total)
}

pub(crate) fn page_of(project_id: &str, number: usize, rows: &[Value], total: usize) -> Step {
    let answer = json!({"page": number, "size": rows.len(), "total": total, "content": rows, "sortable_by": []});
    get(list_url(project_id, number)).answers_json(200, &answer)
}

pub(crate) fn row(name: &str, link: &str) -> Value {
    json!({"link": link, "file_name": name, "file_size": 3, "mime_type": "text/plain"})
}

pub(crate) fn rows(names: &[&str]) -> Vec<Value> {
    names.iter().map(|name| row(name, &format!("{STORE}/{name}?X-Amz-Signature=5ec3e7"))).collect()
}

pub(crate) fn wanted(file_name: &str) -> DownloadRequest {
    DownloadRequest {
        target: target(),
        file_name: file_name.into(),
        mime_type: None,
        link: None,
        file_size: None,
        range: ByteRange::default(),
    }
}

pub(crate) fn request_by_link(file_name: &str, link: &str) -> DownloadRequest {
    DownloadRequest { link: Some(link.to_owned()), ..wanted(file_name) }
}

/// The one address of a file's bytes at the backend. `name` and `mime_type` are in the query's own spelling.
pub(crate) fn download_url(project_id: &str, name: &str, mime_type: &str) -> String {
    format!(
        "{API}/v1/private/attachment/download?workspace_name={WORKSPACE}&container_id={project_id}&file_name={name}\
         &mime_type={mime_type}&entity_type=trace&entity_id={TRACE}"
    )
}

pub(crate) fn file(name: &str, bytes: &[u8]) -> UploadRequest<Blob> {
    UploadRequest {
        target: target(),
        file_name: name.into(),
        mime_type: "text/plain".to_owned(),
        bytes: Blob::new(bytes),
        if_exists: IfExists::Replace,
    }
}

/// The opening of an upload, still to be answered.
pub(crate) fn start(name: &str, parts: u32) -> Step {
    let document = json!({
        "file_name": name, "mime_type": "text/plain", "project_name": PROJECT, "entity_type": "trace",
        "entity_id": TRACE, "num_of_file_parts": parts, "path": API_PATH,
    });
    post("/v1/private/attachment/upload-start", document)
}

/// The opening of an upload in parts, answered with these URLs.
pub(crate) fn start_parts(name: &str, upload_id: &str, parts: u32, urls: &[String]) -> Step {
    start(name, parts).answers_json(200, &json!({"upload_id": upload_id, "pre_sign_urls": urls}))
}

/// Parts with these tags, as a completion has them.
pub(crate) fn tagged(tags: &[&str]) -> Value {
    tags.iter().zip(1..).map(|(tag, number)| json!({"e_tag": tag, "part_number": number})).collect()
}

/// The completion of an upload in parts.
pub(crate) fn complete(name: &str, upload_id: &str, size: usize, parts: &Value) -> Step {
    let document = json!({
        "file_name": name, "mime_type": "text/plain", "project_name": PROJECT, "entity_type": "trace",
        "entity_id": TRACE, "file_size": size, "upload_id": upload_id, "uploaded_file_parts": parts,
    });
    post("/v1/private/attachment/upload-complete", document)
}

/// The opening of an upload at a server in direct mode. Its URL is a trap: nothing is ever sent there.
pub(crate) fn start_direct(name: &str, parts: u32) -> Step {
    let trap = format!("{API}/v1/private/attachment/upload?file_name=trap");
    start(name, parts).answers_json(200, &json!({"upload_id": "BEMinIO", "pre_sign_urls": [trap]}))
}

/// The one address that takes bytes at the backend.
pub(crate) fn upload_url(name: &str) -> String {
    format!(
        "{API}/v1/private/attachment/upload?file_name={name}&mime_type=text%2Fplain&entity_type=trace\
         &entity_id={TRACE}&project_name={PROJECT}"
    )
}

//! What each method does: its argument as the flows want it, and its result as callers see it.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::arguments::{Argument, Upload, wrong};
use super::error::to_js;
use super::file::BlobBytes;
use super::host::JsHost;
use super::json::object;
use super::stream::stream;
use crate::client::{Call, DownloadRequest, IfExists, QueuedFile, Session, UploadRequest};
use crate::core::config::api_url::check_link;
use crate::core::config::check_project_name;
use crate::core::error::{Error, Operation};
use crate::core::http::media_type::check_media_type;
use crate::core::names::file_name::{check_file_name, check_not_reserved};
use crate::core::names::mime_by_extension;
use crate::core::opik::target::{AttachmentTarget, EntityType, parse_uuid};
use crate::core::transfer::byte_range::ByteRange;

#[wasm_bindgen(module = "/src/js/dispatch.js")]
extern "C" {
    fn attachment(row: &JsValue, previewable: bool) -> JsValue;
    fn fulfilled(value: &JsValue) -> JsValue;
    fn rejected(reason: &JsValue) -> JsValue;
}

/// A call whose argument is right.
pub(super) enum Invocation {
    /// `getAttachmentList`.
    List(AttachmentTarget),
    /// `downloadAttachment`.
    Download(Box<DownloadRequest>),
    /// `uploadAttachment`.
    Upload(QueuedFile<BlobBytes>),
    /// `uploadAttachments`.
    Uploads(Vec<Result<QueuedFile<BlobBytes>, Error>>),
    /// `deleteAttachments`.
    Delete(AttachmentTarget, Vec<String>),
}

/// Reads what only one method takes.
///
/// # Errors
/// `INVALID_ARGUMENT` naming the field.
pub(super) type ReadInvocation = fn(&Argument, &Rc<Session>, AttachmentTarget) -> Result<Invocation, Error>;

/// The entity that a call is about.
///
/// # Errors
/// `INVALID_ARGUMENT` naming the field.
pub(super) fn target_of(argument: &Argument, session: &Session) -> Result<AttachmentTarget, Error> {
    let project_name = argument.project_name().unwrap_or_else(|| session.settings.project_name.clone());
    check_project_name(&project_name)?;
    let entity_type = EntityType::parse(&argument.entity_type())?;
    let entity_id = parse_uuid("entityId", &argument.entity_id())?;
    Ok(AttachmentTarget { project_name, entity_type, entity_id })
}

impl Invocation {
    /// What `getAttachmentList` does.
    pub(super) fn list(_: &Argument, _: &Rc<Session>, target: AttachmentTarget) -> Result<Self, Error> {
        Ok(Self::List(target))
    }

    /// What `downloadAttachment` does.
    pub(super) fn download(argument: &Argument, _: &Rc<Session>, target: AttachmentTarget) -> Result<Self, Error> {
        Ok(Self::Download(Box::new(download(argument, target)?)))
    }

    /// What `uploadAttachment` does.
    pub(super) fn upload(argument: &Argument, session: &Rc<Session>, target: AttachmentTarget) -> Result<Self, Error> {
        let number = session.name_locks.next_call();
        Ok(Self::Upload(queued(session, number, argument, argument.upload(), &target)?))
    }

    /// What `uploadAttachments` does.
    pub(super) fn uploads(argument: &Argument, session: &Rc<Session>, target: AttachmentTarget) -> Result<Self, Error> {
        let number = session.name_locks.next_call();
        let uploads = argument.uploads();
        let queued = uploads.iter().map(|upload| queued(session, number, argument, upload.unchecked_into(), &target));
        Ok(Self::Uploads(queued.collect()))
    }

    /// What `deleteAttachments` does.
    pub(super) fn delete(argument: &Argument, _: &Rc<Session>, target: AttachmentTarget) -> Result<Self, Error> {
        Ok(Self::Delete(target, argument.file_names().iter().filter_map(|name| name.as_string()).collect()))
    }

    /// Does it.
    ///
    /// # Errors
    /// As the flow.
    pub(super) async fn run(self, call: Call<JsHost>, host: Rc<JsHost>) -> Result<JsValue, Error> {
        match self {
            Self::List(target) => {
                let listed = call.list(&target).await?.into_iter();
                Ok(listed.map(|row| attachment(&row.row.0, row.previewable)).collect::<Array>().into())
            }
            Self::Download(wanted) => Ok(stream(call.download(*wanted).await?, host)),
            Self::Upload(file) => Ok(object(&call.upload_queued_file(file).await?.document())),
            Self::Uploads(files) => {
                let settled = Array::new();
                for result in call.upload_all(files).await {
                    settled.push(&match result {
                        Ok(uploaded) => fulfilled(&object(&uploaded.document())),
                        Err(error) => rejected(&to_js(&error, Operation::UploadAttachments, &host.hooks.redactor)),
                    });
                }
                Ok(settled.into())
            }
            Self::Delete(target, names) => call.delete(&target, &names).await.map(|()| JsValue::UNDEFINED),
        }
    }
}

fn download(argument: &Argument, target: AttachmentTarget) -> Result<DownloadRequest, Error> {
    let file_name = argument.file_name();
    check_file_name("fileName", &file_name, target.entity_type)?;
    let (mime_type, link) = (argument.mime_type(), argument.link());
    if let Some(link) = &link {
        check_link("link", link)?;
    }
    // Whole, positive, and below 2^53: arguments.js has seen to it.
    let file_size = argument.file_size().map(|bytes| bytes as u64);
    let range = ByteRange { start: argument.start() as u64, end: argument.end().map(|end| end as u64) };
    Ok(DownloadRequest { target, file_name: file_name.into(), mime_type, link, file_size, range })
}

fn if_exists(argument: &Argument) -> Result<IfExists, Error> {
    argument.if_exists().map_or(Ok(IfExists::default()), |text| IfExists::parse(&text))
}

fn check_mime_type(given: Option<&str>) -> Result<(), Error> {
    given.map_or(Ok(()), |mime_type| check_media_type("mimeType", mime_type))
}

/// A file whose bytes are not touched before its turn comes.
fn queued(
    session: &Rc<Session>,
    call: u32,
    argument: &Argument,
    upload: Upload,
    target: &AttachmentTarget,
) -> Result<QueuedFile<BlobBytes>, Error> {
    let thrown = upload.wrong();
    if !thrown.is_undefined() {
        return Err(wrong(thrown));
    }
    let (name, given_type) = (upload.file_name(), upload.mime_type());
    let if_exists = if_exists(argument)?;
    let lock = check_mime_type(given_type.as_deref())
        .and_then(|()| check_file_name("fileName", &name, target.entity_type))
        .and_then(|()| if argument.allow_reserved_name() { Ok(()) } else { check_not_reserved("fileName", &name) })
        .and_then(|()| session.name_locks.lock(call, target, &name, if_exists))
        .map_err(|error| error.with_field_prefix(&upload.prefix()))?;
    let (file_name, target): (Rc<str>, _) = (name.into(), target.clone());
    let (name, size) = (Rc::clone(&file_name), upload.size().map(|bytes| bytes as u64));
    let open = Box::pin(async move {
        let blob = JsFuture::from(upload.open()).await.map_err(wrong)?;
        let bytes = BlobBytes(blob.unchecked_into());
        let mime_type = mime_by_extension::for_upload(given_type.as_deref(), &bytes.0.type_(), &name);
        Ok(UploadRequest { target, file_name: name, mime_type, bytes, if_exists })
    });
    Ok(QueuedFile { file_name, size, lock, open })
}

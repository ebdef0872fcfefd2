//! The class that users construct.

use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::arguments::{Arguments, UploadArguments};
use super::environment::environment_layers;
use super::error::to_js;
use super::file::BlobBytes;
use super::host::Hooks;
use super::object::{object, plain};
use super::options;
use super::run::Runner;
use super::stream::stream;
use crate::client::{IfExists, QueuedFile, Session, UploadRequest};
use crate::core::attachment::Attachment;
use crate::core::config::{Connection, Settings};
use crate::core::document::Value;
use crate::core::error::{Error, Operation};
use crate::core::mime;
use crate::core::redact::Redactor;
use crate::core::target::Target;

/// The types users see, written by hand. Kept beside the class: in a debug build the linker drops a custom section
/// whose object file holds nothing else that is reached.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("../../pkg/index.d.ts");

/// Works with the attachments of one Opik workspace. `pkg/index.d.ts` documents it for its users.
#[wasm_bindgen(skip_typescript)]
pub struct AttachmentClient {
    runner: Runner,
}

#[wasm_bindgen]
impl AttachmentClient {
    /// Takes options; sends nothing.
    ///
    /// # Errors
    /// An `AttachmentError` with the code `INVALID_ARGUMENT`.
    #[wasm_bindgen(constructor, skip_typescript)]
    pub fn new(options: JsValue) -> Result<AttachmentClient, JsValue> {
        Self::build(Operation::Constructor, || options::read(options, Connection::default()))
    }

    /// Takes options over the environment over the configuration file; sends nothing.
    ///
    /// # Errors
    /// An `AttachmentError` with the code `INVALID_ARGUMENT`.
    #[wasm_bindgen(js_name = fromEnv, skip_typescript)]
    pub fn from_env(options: JsValue) -> Result<AttachmentClient, JsValue> {
        Self::build(Operation::FromEnv, || options::read(options, environment_layers()?))
    }

    /// All attachments of an entity.
    #[wasm_bindgen(js_name = getAttachmentList, skip_typescript)]
    pub fn get_attachment_list(&self, argument: JsValue) -> Promise {
        let arguments = self.read(argument).map(|read| (read.target, read.listeners));
        self.runner.start(Operation::GetAttachmentList, arguments, async |call, target| {
            let rows = call.list(&target).await?;
            object(&Value::Documents(rows.iter().map(Attachment::document).collect()))
        })
    }

    /// The bytes of a file, as a stream.
    #[wasm_bindgen(js_name = downloadAttachment, skip_typescript)]
    pub fn download_attachment(&self, argument: JsValue) -> Promise {
        let hooks = self.runner.hooks();
        let arguments = self.read(argument).and_then(|read| {
            let signal = read.listeners.signal.clone();
            Ok(((read.download()?, signal), read.listeners))
        });
        self.runner.start(Operation::DownloadAttachment, arguments, async move |call, (wanted, signal)| {
            Ok(stream(call.download(wanted).await?, hooks, signal.as_ref()))
        })
    }

    /// Uploads a file.
    #[wasm_bindgen(js_name = uploadAttachment, skip_typescript)]
    pub fn upload_attachment(&self, argument: JsValue) -> Promise {
        let arguments = self.read(argument).and_then(|read| {
            let if_exists = read.if_exists()?;
            Ok((queued(read.upload()?, read.target, if_exists), read.listeners))
        });
        self.runner.start(Operation::UploadAttachment, arguments, async |call, file| {
            object(&call.upload(&file.open.await?).await?.document())
        })
    }

    /// Uploads many files.
    #[wasm_bindgen(js_name = uploadAttachments, skip_typescript)]
    pub fn upload_attachments(&self, argument: JsValue) -> Promise {
        let hooks = self.runner.hooks();
        let arguments = self.read(argument).and_then(|read| {
            let if_exists = read.if_exists()?;
            let uploads = read.uploads()?.into_iter();
            let files: Vec<_> = uploads.map(|upload| queued(upload, read.target.clone(), if_exists)).collect();
            Ok((files, read.listeners))
        });
        self.runner.start(Operation::UploadAttachments, arguments, async move |call, files| {
            let settled = Array::new();
            for result in call.upload_all(files).await {
                let (status, name, value) = match result {
                    Ok(uploaded) => ("fulfilled", "value", object(&uploaded.document())?),
                    Err(error) => ("rejected", "reason", to_js(&error, Operation::UploadAttachments, &hooks.redactor)),
                };
                settled.push(&plain(&[("status", status.into()), (name, value)]));
            }
            Ok(settled.into())
        })
    }

    /// Deletes files by name.
    #[wasm_bindgen(js_name = deleteAttachments, skip_typescript)]
    pub fn delete_attachments(&self, argument: JsValue) -> Promise {
        let arguments = self.read(argument).and_then(|read| Ok(((read.delete()?, read.target), read.listeners)));
        self.runner.start(Operation::DeleteAttachments, arguments, async |call, (names, target)| {
            call.delete(&target, &names).await?;
            Ok(JsValue::UNDEFINED)
        })
    }
}

/// A file whose bytes are not touched before its turn comes.
fn queued(upload: UploadArguments, target: Target, if_exists: IfExists) -> QueuedFile<BlobBytes> {
    let UploadArguments { source, file_name, mime_type } = upload;
    let (file_name, size): (Rc<str>, _) = (file_name.into(), source.size());
    let name = Rc::clone(&file_name);
    let open = Box::pin(async move {
        let bytes = source.open().await?;
        let mime_type = mime::for_upload(mime_type.as_deref(), &bytes.0.type_(), &name);
        Ok(UploadRequest { target, file_name: name, mime_type, bytes, if_exists })
    });
    QueuedFile { file_name, size, open }
}

impl AttachmentClient {
    fn build(operation: Operation, read: impl FnOnce() -> Result<(Settings, Hooks), Error>) -> Result<Self, JsValue> {
        // No key is known to be right here, and no message about options repeats one.
        let (settings, hooks) = read().map_err(|error| to_js(&error, operation, &Redactor::new(None)))?;
        Ok(Self { runner: Runner::new(Session::new(settings), hooks) })
    }

    fn read(&self, argument: JsValue) -> Result<Arguments, Error> {
        Arguments::read(argument, &self.runner.session().settings)
    }
}

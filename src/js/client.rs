//! The class that users construct.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Response};

use super::arguments::Arguments;
use super::environment::environment_layers;
use super::error::{cause, to_js};
use super::host::Hooks;
use super::object::object;
use super::options;
use super::run::Runner;
use crate::client::{Session, UploadRequest};
use crate::core::attachment::Attachment;
use crate::core::config::{Connection, Settings};
use crate::core::document::Value;
use crate::core::error::{Code, Error, Operation};
use crate::core::mime;
use crate::core::redact::Redactor;

#[wasm_bindgen(module = "/src/js/stream.js")]
extern "C" {
    #[wasm_bindgen(js_name = streamOf, catch)]
    fn stream_of(response: &Response, signal: Option<&AbortSignal>) -> Result<JsValue, JsValue>;
}

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
        let arguments = self.read(argument).map(|read| (read.target, read.signal));
        self.runner.start(Operation::GetAttachmentList, arguments, async |call, target| {
            let rows = call.list(&target).await?;
            object(&Value::Documents(rows.iter().map(Attachment::document).collect()))
        })
    }

    /// The bytes of a file, as a stream.
    #[wasm_bindgen(js_name = downloadAttachment, skip_typescript)]
    pub fn download_attachment(&self, argument: JsValue) -> Promise {
        let arguments = self.read(argument).and_then(|read| {
            let signal = read.signal.clone();
            Ok(((read.download()?, signal), read.signal))
        });
        self.runner.start(Operation::DownloadAttachment, arguments, async |call, (wanted, signal)| {
            let response = call.download(&wanted).await?;
            stream_of(&response, signal.as_ref()).map_err(|thrown| {
                Error::new(Code::ApiError, "the answer has no stream of bytes").with_cause(cause(thrown))
            })
        })
    }

    /// Uploads a file.
    #[wasm_bindgen(js_name = uploadAttachment, skip_typescript)]
    pub fn upload_attachment(&self, argument: JsValue) -> Promise {
        let arguments = self.read(argument).and_then(|read| Ok(((read.upload()?, read.target), read.signal)));
        self.runner.start(Operation::UploadAttachment, arguments, async |call, (upload, target)| {
            let bytes = upload.source.open().await?;
            let mime_type = mime::for_upload(upload.mime_type.as_deref(), &bytes.0.type_(), &upload.file_name);
            let (file_name, if_exists) = (upload.file_name, upload.if_exists);
            let outcome = call.upload(&UploadRequest { target, file_name, mime_type, bytes, if_exists }).await?;
            object(&outcome.document())
        })
    }

    /// Deletes files by name.
    #[wasm_bindgen(js_name = deleteAttachments, skip_typescript)]
    pub fn delete_attachments(&self, argument: JsValue) -> Promise {
        let arguments = self.read(argument).and_then(|read| Ok(((read.delete()?, read.target), read.signal)));
        self.runner.start(Operation::DeleteAttachments, arguments, async |call, (names, target)| {
            call.delete(&target, &names).await?;
            Ok(JsValue::UNDEFINED)
        })
    }
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

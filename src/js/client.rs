//! The class that users construct.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::arguments::Options;
use super::dispatch::Invocation;
use super::error::to_js;
use super::host::Hooks;
use super::runner::Runner;
use super::runtime::{connection_with_environment, with_normal_url};
use super::uncaught::{uncaught_count, uncaught_since};
use crate::client::Session;
use crate::core::config::Settings;
use crate::core::error::{Error, Operation};
use crate::core::http::redact::Redactor;

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
        Self::build(Operation::Constructor, &options)
    }

    /// Takes options over the environment over the configuration file; sends nothing.
    ///
    /// # Errors
    /// An `AttachmentError` with the code `INVALID_ARGUMENT`.
    #[wasm_bindgen(js_name = fromEnv, skip_typescript)]
    pub fn from_env(options: JsValue) -> Result<AttachmentClient, JsValue> {
        Self::build(Operation::FromEnv, &options)
    }

    /// All attachments of an entity.
    #[wasm_bindgen(js_name = getAttachmentList, skip_typescript)]
    pub fn get_attachment_list(&self, argument: JsValue) -> Promise {
        self.runner.start(Operation::GetAttachmentList, &argument, Invocation::list)
    }

    /// The bytes of a file, as a stream.
    #[wasm_bindgen(js_name = downloadAttachment, skip_typescript)]
    pub fn download_attachment(&self, argument: JsValue) -> Promise {
        self.runner.start(Operation::DownloadAttachment, &argument, Invocation::download)
    }

    /// Uploads a file.
    #[wasm_bindgen(js_name = uploadAttachment, skip_typescript)]
    pub fn upload_attachment(&self, argument: JsValue) -> Promise {
        self.runner.start(Operation::UploadAttachment, &argument, Invocation::upload)
    }

    /// Uploads many files.
    #[wasm_bindgen(js_name = uploadAttachments, skip_typescript)]
    pub fn upload_attachments(&self, argument: JsValue) -> Promise {
        self.runner.start(Operation::UploadAttachments, &argument, Invocation::uploads)
    }

    /// Deletes files by name.
    #[wasm_bindgen(js_name = deleteAttachments, skip_typescript)]
    pub fn delete_attachments(&self, argument: JsValue) -> Promise {
        self.runner.start(Operation::DeleteAttachments, &argument, Invocation::delete)
    }
}

impl AttachmentClient {
    fn build(operation: Operation, options: &JsValue) -> Result<Self, JsValue> {
        // No key is known to be right here, and no message about options repeats one.
        let before = uncaught_count();
        let made = Self::configured(operation, options);
        uncaught_since(before).and(made).map_err(|error| to_js(&error, operation, &Redactor::new(None)))
    }

    fn configured(operation: Operation, options: &JsValue) -> Result<Self, Error> {
        let options = Options::read(options)?;
        let from_env = operation == Operation::FromEnv;
        let connection = if from_env { connection_with_environment(&options)? } else { options.connection() };
        let settings = Settings::new(with_normal_url(connection)?, options.tuning())?;
        let redactor = Redactor::new(settings.api_key.as_deref());
        Ok(Self { runner: Runner::new(Session::new(settings), Hooks { options, redactor }) })
    }
}

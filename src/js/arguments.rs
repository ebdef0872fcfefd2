//! What callers pass, as `arguments.js` has read it: of the right types, and not yet looked at.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::error::{cause, is_file_error};
use crate::client::IfExists;
use crate::core::config::limits::{MAX_ATTEMPTS, MAX_CONCURRENCY, MAX_STALL_MS, MIN_COUNT};
use crate::core::config::{Connection, DEFAULT_CONCURRENCY_UNLIMITED, Tuning};
use crate::core::error::{Error, Operation};
use crate::core::opik::target::EntityType;
use crate::core::transfer::part_plan::{MAX_PART_SIZE, MIN_PART_SIZE};

#[wasm_bindgen(module = "/src/js/arguments.js")]
extern "C" {
    #[wasm_bindgen(js_name = readOptions, catch)]
    fn read_options(
        options: &JsValue,
        min_count: u32,
        max_attempts: u32,
        max_concurrency: u32,
        max_stall_ms: u32,
        min_part_size: f64,
        max_part_size: f64,
    ) -> Result<Options, JsValue>;
    #[wasm_bindgen(js_name = readArgument, catch)]
    fn read_argument(
        method: &str,
        argument: &JsValue,
        entity_types: &str,
        if_exists: &str,
    ) -> Result<Argument, JsValue>;

    /// The options of a client.
    pub(super) type Options;
    #[wasm_bindgen(method, getter, js_name = apiUrl)]
    fn api_url(this: &Options) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = apiKey)]
    fn api_key(this: &Options) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = workspaceName)]
    fn workspace_name(this: &Options) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = projectName)]
    fn project_name(this: &Options) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = maxAttempts)]
    fn max_attempts(this: &Options) -> Option<u32>;
    #[wasm_bindgen(method, getter, js_name = partSize)]
    fn part_size(this: &Options) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn concurrency(this: &Options) -> Option<u32>;
    /// Whether requests are sent by what limits no connections.
    #[wasm_bindgen(method, getter, js_name = unlimitedConnections)]
    fn unlimited_connections(this: &Options) -> bool;
    #[wasm_bindgen(method, getter, js_name = stallTimeout)]
    fn stall_timeout(this: &Options) -> Option<u32>;
    /// The replacement for the global fetch.
    #[wasm_bindgen(method, getter)]
    pub(super) fn fetch(this: &Options) -> Option<Function>;
    /// Who is told of retries.
    #[wasm_bindgen(method, getter, js_name = notifyRetry)]
    pub(super) fn on_retry(this: &Options) -> Option<Function>;
    /// Tells them.
    #[wasm_bindgen(method, js_name = notifyRetry)]
    pub(super) fn notify_retry(this: &Options, operation: &str, attempt: u32, delay_ms: u32, error: &JsValue);

    /// The argument object of a method.
    pub(super) type Argument;
    #[wasm_bindgen(method, getter, js_name = projectName)]
    pub(super) fn project_name(this: &Argument) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = entityType)]
    pub(super) fn entity_type(this: &Argument) -> String;
    #[wasm_bindgen(method, getter, js_name = entityId)]
    pub(super) fn entity_id(this: &Argument) -> String;
    #[wasm_bindgen(method, getter)]
    pub(super) fn signal(this: &Argument) -> Option<AbortSignal>;
    /// Who is told of bytes.
    #[wasm_bindgen(method, getter, js_name = notifyProgress)]
    pub(super) fn on_progress(this: &Argument) -> Option<Function>;
    /// Tells them.
    #[wasm_bindgen(method, js_name = notifyProgress)]
    pub(super) fn notify_progress(this: &Argument, loaded: f64, total: Option<f64>, file_name: &str);
    // Of a download.
    #[wasm_bindgen(method, getter, js_name = fileName)]
    pub(super) fn file_name(this: &Argument) -> String;
    #[wasm_bindgen(method, getter, js_name = mimeType)]
    pub(super) fn mime_type(this: &Argument) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn link(this: &Argument) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = fileSize)]
    pub(super) fn file_size(this: &Argument) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn start(this: &Argument) -> f64;
    #[wasm_bindgen(method, getter)]
    pub(super) fn end(this: &Argument) -> Option<f64>;
    // Of uploads.
    #[wasm_bindgen(method, getter, js_name = ifExists)]
    pub(super) fn if_exists(this: &Argument) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = allowReservedName)]
    pub(super) fn allow_reserved_name(this: &Argument) -> bool;
    #[wasm_bindgen(method, getter)]
    pub(super) fn upload(this: &Argument) -> Upload;
    /// An array of [`Upload`], some of which may be [`Upload::wrong`].
    #[wasm_bindgen(method, getter)]
    pub(super) fn uploads(this: &Argument) -> Array;
    // Of a deletion.
    #[wasm_bindgen(method, getter, js_name = fileNames)]
    pub(super) fn file_names(this: &Argument) -> Array;

    /// A file to upload, not yet opened.
    pub(super) type Upload;
    /// Why it cannot be uploaded; the rest is there only if this is not.
    #[wasm_bindgen(method, getter)]
    pub(super) fn wrong(this: &Upload) -> JsValue;
    /// What comes before the names of its fields.
    #[wasm_bindgen(method, getter)]
    pub(super) fn prefix(this: &Upload) -> String;
    #[wasm_bindgen(method, getter, js_name = fileName)]
    pub(super) fn file_name(this: &Upload) -> String;
    #[wasm_bindgen(method, getter, js_name = mimeType)]
    pub(super) fn mime_type(this: &Upload) -> Option<String>;
    /// Bytes, if that is known before it is opened.
    #[wasm_bindgen(method, getter)]
    pub(super) fn size(this: &Upload) -> Option<f64>;
    /// A promise of the `Blob`.
    #[wasm_bindgen(method)]
    pub(super) fn open(this: &Upload) -> Promise;

    type ArgumentError;
    #[wasm_bindgen(method, getter)]
    fn field(this: &ArgumentError) -> String;
    #[wasm_bindgen(method, getter)]
    fn expected(this: &ArgumentError) -> String;
    #[wasm_bindgen(method, getter)]
    fn received(this: &ArgumentError) -> String;
    #[wasm_bindgen(method, getter)]
    fn cause(this: &ArgumentError) -> JsValue;
}

/// The error for what `arguments.js` has thrown: `INVALID_ARGUMENT`, unless a file failed that was being opened.
pub(super) fn wrong(thrown: JsValue) -> Error {
    if is_file_error(&thrown) {
        return Error::from_file(cause(thrown));
    }
    let wrong: ArgumentError = thrown.unchecked_into();
    let error = Error::invalid(&wrong.field(), &wrong.expected(), &wrong.received());
    let thrown = wrong.cause();
    if thrown.is_undefined() { error } else { error.with_cause(cause(thrown)) }
}

impl Options {
    /// Reads the options of a client.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming the option. Keys that are no options are ignored, so that the configuration of Opik's
    /// own SDK can be passed as it is.
    pub(super) fn read(options: &JsValue) -> Result<Self, Error> {
        read_options(
            options,
            MIN_COUNT,
            MAX_ATTEMPTS,
            MAX_CONCURRENCY,
            MAX_STALL_MS,
            MIN_PART_SIZE as f64,
            MAX_PART_SIZE as f64,
        )
        .map_err(wrong)
    }

    /// The settings that have layers below.
    pub(super) fn connection(&self) -> Connection {
        Connection {
            api_url: self.api_url(),
            api_key: self.api_key(),
            workspace_name: self.workspace_name(),
            project_name: self.project_name(),
        }
    }

    /// How transfers are done.
    pub(super) fn tuning(&self) -> Tuning {
        let usual = Tuning::default();
        let default = if self.unlimited_connections() { DEFAULT_CONCURRENCY_UNLIMITED } else { usual.concurrency };
        Tuning {
            max_attempts: self.max_attempts().unwrap_or(usual.max_attempts),
            part_size: self.part_size().map(|bytes| bytes as u64),
            concurrency: self.concurrency().unwrap_or(default),
            stall_ms: self.stall_timeout().unwrap_or(usual.stall_ms),
        }
    }
}

impl Argument {
    /// Reads what `operation` was called with.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` naming the field.
    pub(super) fn read(operation: Operation, argument: &JsValue) -> Result<Self, Error> {
        read_argument(operation.as_str(), argument, EntityType::NAMES, IfExists::NAMES).map_err(wrong)
    }
}

//! The options of a client.

use wasm_bindgen::prelude::*;

use super::environment::with_normal_url;
use super::fields::Fields;
use super::host::Hooks;
use crate::core::config::{Connection, Settings, Tuning};
use crate::core::error::Error;
use crate::core::part_plan::{MAX_PART_SIZE, MIN_PART_SIZE};
use crate::core::redact::Redactor;

const MOST_ATTEMPTS: u64 = 100;
const MOST_CONCURRENCY: u64 = 100;
/// An hour: timers end at 2^31 ms, and some silences are a multiple of this.
const MOST_STALL_MS: u64 = 3_600_000;

/// Reads options over `below`, the layers that fill what they leave out.
///
/// # Errors
/// `INVALID_ARGUMENT` naming the option. Keys that are no options are ignored, so that the configuration of Opik's own
/// SDK can be passed as it is.
pub(super) fn read(options: JsValue, below: Connection) -> Result<(Settings, Hooks), Error> {
    let fields = Fields::optional("options", options);
    let connection = Connection {
        api_url: fields.text("apiUrl"),
        api_key: fields.text("apiKey"),
        workspace_name: fields.text("workspaceName"),
        project_name: fields.text("projectName"),
    };
    let mut tuning = Tuning::default();
    if let Some(most) = fields.integer("maxAttempts", 1, MOST_ATTEMPTS) {
        tuning.max_attempts = most as u32;
    }
    if let Some(size) = fields.integer("partSize", MIN_PART_SIZE, MAX_PART_SIZE) {
        tuning.part_size = size;
    }
    if let Some(most) = fields.integer("concurrency", 1, MOST_CONCURRENCY) {
        tuning.concurrency = most as u32;
    }
    if let Some(ms) = fields.integer("stallTimeout", 1, MOST_STALL_MS) {
        tuning.stall_ms = ms as u32;
    }
    let (fetch, on_retry) = (fields.function("fetch"), fields.function("onRetry"));
    fields.check()?;
    let settings = Settings::new(with_normal_url(connection.or(below))?, tuning)?;
    let redactor = Redactor::new(settings.api_key.as_deref());
    Ok((settings, Hooks { fetch, on_retry, redactor }))
}

//! The runtime as the core's plain data: layers of configuration, page, connection.

use wasm_bindgen::prelude::*;

use super::arguments::{Options, wrong};
use crate::core::config::Connection;
use crate::core::config::api_url::ApiUrl;
use crate::core::error::Error;
use crate::core::error::network_hint::RuntimeInfo;

#[wasm_bindgen(module = "/src/js/runtime.js")]
extern "C" {
    #[wasm_bindgen(js_name = normalizeUrl)]
    fn normalize_url(text: &str) -> Option<String>;
    #[wasm_bindgen(js_name = baseUrlOf, catch)]
    fn base_url_of(key: &str) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(js_name = pageOrigin)]
    fn page_origin() -> Option<String>;
    #[wasm_bindgen(js_name = isOnline)]
    fn is_online() -> Option<bool>;
    #[wasm_bindgen(js_name = sameText)]
    pub(super) fn same_text(one: &str, other: &str) -> bool;
}

#[wasm_bindgen(module = "/src/js/env_settings.js")]
extern "C" {
    #[wasm_bindgen(js_name = withEnvironment, catch)]
    fn with_environment(options: &Options) -> Result<Options, JsValue>;
    // For the class in pkg/loaders/client.js.
    #[wasm_bindgen(js_name = hasUnreadVariables, reexport, skip_typescript)]
    fn has_unread_variables();
    #[wasm_bindgen(js_name = ignoresProxy)]
    fn ignores_proxy() -> bool;
}

pub(super) fn runtime_info() -> RuntimeInfo {
    RuntimeInfo { page_origin: page_origin(), online: is_online(), ignored_proxy: ignores_proxy() }
}

/// The connection with its base URL as the `URL` standard serialises it, unless that is relative to a page. Without one
/// it is the one that the API key holds, if any.
///
/// # Errors
/// `INVALID_ARGUMENT` if it is no URL.
pub(super) fn with_normal_url(mut connection: Connection) -> Result<Connection, Error> {
    connection.api_url = match (&connection.api_url, &connection.api_key) {
        (Some(text), _) if ApiUrl::is_relative(text) => return Ok(connection),
        (Some(text), _) => Some(normalized(text)?),
        (None, Some(key)) => base_url_of(key).map_err(|_| {
            Error::invalid("apiKey", "behind its star base64 of JSON, with a baseUrl that is a URL", "another text")
        })?,
        (None, None) => None,
    };
    Ok(connection)
}

/// Resolves a relative base URL against the page.
///
/// # Errors
/// `INVALID_ARGUMENT` where there is no page.
pub(super) fn resolve(api_url: &ApiUrl) -> Result<(), Error> {
    api_url.resolve(normalized)
}

fn normalized(text: &str) -> Result<String, Error> {
    let text = text.trim();
    // Where there is a page, the parser would take control characters for a path.
    let url = Some(text).filter(|text| !text.chars().any(char::is_control)).and_then(normalize_url);
    url.ok_or_else(|| {
        let received =
            if ApiUrl::is_relative(text) { "a path, and there is no page" } else { "a string that is no URL" };
        Error::invalid("apiUrl", "an http or https URL", received)
    })
}

/// The settings of `options`, with what they leave out fill in by environment variables, the `.env` file of the working
/// directory and the configuration file, in this order.
///
/// # Errors
/// `INVALID_ARGUMENT` where there is no environment, and for files that cannot be read. A runtime that does not let them
/// be read is none as long as the base URL is known: without, requests would go to Opik's cloud.
pub(super) fn connection_with_environment(options: &Options) -> Result<Connection, Error> {
    with_environment(options).map(|all| all.connection()).map_err(wrong)
}

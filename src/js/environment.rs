//! The surroundings as the core's plain data: layers of configuration, page, connection.

use wasm_bindgen::prelude::*;

use crate::core::config::Connection;
use crate::core::error::Error;
use crate::core::network_hint::Surroundings;

#[wasm_bindgen(module = "/src/js/environment.js")]
extern "C" {
    #[wasm_bindgen(js_name = hasEnvironment)]
    fn has_environment() -> bool;
    fn variable(name: &str) -> Option<String>;
    #[wasm_bindgen(js_name = defaultConfigPath)]
    fn default_config_path() -> String;
    #[wasm_bindgen(js_name = readFile)]
    fn read_file(path: &str) -> Option<String>;
    #[wasm_bindgen(js_name = normalizeUrl)]
    fn normalize_url(text: &str) -> Option<String>;
    #[wasm_bindgen(js_name = pageOrigin)]
    fn page_origin() -> Option<String>;
    #[wasm_bindgen(js_name = isOnline)]
    fn is_online() -> Option<bool>;
    #[wasm_bindgen(js_name = sameText)]
    pub(super) fn same_text(one: &str, other: &str) -> bool;
    #[wasm_bindgen(js_name = ignoresProxy)]
    fn ignores_proxy() -> bool;
}

pub(super) fn surroundings() -> Surroundings {
    Surroundings { page_origin: page_origin(), online: is_online(), ignored_proxy: ignores_proxy() }
}

/// The connection with its base URL as the `URL` standard serialises it.
///
/// # Errors
/// `INVALID_ARGUMENT` if it is no URL.
pub(super) fn with_normal_url(mut connection: Connection) -> Result<Connection, Error> {
    if let Some(text) = &connection.api_url {
        // Where there is a page, the parser would take control characters for a path.
        let url = Some(text).filter(|text| !text.chars().any(char::is_control)).and_then(|text| normalize_url(text));
        let url = url.ok_or_else(|| Error::invalid("apiUrl", "an http or https URL", "a string that is no URL"))?;
        connection.api_url = Some(url);
    }
    Ok(connection)
}

/// The layers below the options: environment variables, then the configuration file.
///
/// # Errors
/// `INVALID_ARGUMENT` where there is no environment, or if `OPIK_CONFIG_PATH` names no readable file.
pub(super) fn environment_layers() -> Result<Connection, Error> {
    if !has_environment() {
        let came = "a place without environment variables and files; use new AttachmentClient(options)";
        return Err(Error::invalid("fromEnv", "Node, Deno or Bun", came));
    }
    let file = match variable("OPIK_CONFIG_PATH").filter(|path| !path.is_empty()) {
        Some(path) => read_file(&path).ok_or_else(|| {
            Error::invalid("OPIK_CONFIG_PATH", "the path of a file that can be read", &format!("\"{path}\""))
        })?,
        None => read_file(&default_config_path()).unwrap_or_default(),
    };
    Ok(Connection::from_env(variable).or(Connection::from_ini(&file)))
}

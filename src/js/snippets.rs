//! JS modules that only other JS modules import. wasm-bindgen copies a file only if some Rust names it, and re-exporting a
//! function of it, which no loader passes on, costs nothing.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/closest_name.js")]
extern "C" {
    #[wasm_bindgen(js_name = closestName, reexport, skip_typescript)]
    fn closest_name();
}

#[wasm_bindgen(module = "/src/js/class_checks.js")]
extern "C" {
    #[wasm_bindgen(js_name = isNativeBlob, reexport, skip_typescript)]
    fn is_native_blob();
}

#[wasm_bindgen(module = "/src/js/config_files.js")]
extern "C" {
    #[wasm_bindgen(js_name = readConfigFile, reexport, skip_typescript)]
    fn read_config_file();
}

#[wasm_bindgen(module = "/src/js/foreign_blob.js")]
extern "C" {
    #[wasm_bindgen(js_name = isForeign, reexport, skip_typescript)]
    fn is_foreign();
}

#[wasm_bindgen(module = "/src/js/local_file.js")]
extern "C" {
    #[wasm_bindgen(js_name = pathOf, reexport, skip_typescript)]
    fn path_of();
}

#[wasm_bindgen(module = "/src/js/node_fetch.js")]
extern "C" {
    #[wasm_bindgen(js_name = withProgress, reexport, skip_typescript)]
    fn with_progress();
}

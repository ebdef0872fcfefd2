//! The allocator of the module. The standard library's takes 1.5 KB more of the download, and what is allocated here is
//! small and short-lived: texts and futures, never the bytes of files.

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();

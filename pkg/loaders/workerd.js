// The entry for workerd, which refuses to compile bytes at run time: it compiles the file itself before the worker
// starts, and importing it gives the compiled module. Bundlers for workerd move the file along.
import { initSync } from "../dist/wasm/opik_attachments.js";
import module from "./opik_attachments.wasm";

initSync({ module });

export * from "./surface.js";

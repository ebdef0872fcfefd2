// The entry for workerd, which refuses to compile bytes at run time: it compiles the file itself before the worker
// starts, and importing it gives the compiled module. Bundlers for workerd move the file along.
import { provideModule } from "./module.js";
import module from "./opik_attachments.wasm";

provideModule(() => module);

export * from "./surface.js";

// The default entry: the module is inlined, so that one import line is all there is to do. It is compiled synchronously
// when the first client is made. No top-level await: `require`, service workers and some bundlers refuse it.
import { singleBytes, text } from "../dist/wasm/opik_attachments_bg.wasm";
import { provideModule } from "./module.js";
import { textToBytes } from "./text-to-bytes.js";

provideModule(() => textToBytes(text, singleBytes));

export * from "./surface.js";

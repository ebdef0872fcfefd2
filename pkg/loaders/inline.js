// The default entry: the module is inlined and instantiated while this file is evaluated, so that one import line is
// all there is to do. No top-level await: `require`, service workers and some bundlers refuse it.
import { initSync } from "../dist/wasm/opik_attachments.js";
import { singleBytes, text } from "../dist/wasm/opik_attachments_bg.wasm";
import { textToBytes } from "./text-to-bytes.js";

initSync({ module: textToBytes(text, singleBytes) });

export * from "./surface.js";

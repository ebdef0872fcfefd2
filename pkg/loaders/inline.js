// The default entry: the module is inlined and instantiated while this file is evaluated, so that one import line is
// all there is to do. No top-level await: `require`, service workers and some bundlers refuse it.
import { initSync } from "../dist/wasm/opik_attachments.js";
import module from "../dist/wasm/opik_attachments_bg.wasm";

initSync({ module });

export { AttachmentClient, AttachmentError } from "../dist/wasm/opik_attachments.js";
export const VERSION = __VERSION__;

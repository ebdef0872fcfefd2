// What every entry shows, however it gets the module.
export { AttachmentError } from "../dist/wasm/opik_attachments.js";
export { AttachmentClient } from "./client.js";
export const VERSION = __VERSION__;

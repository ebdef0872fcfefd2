// What every entry shows, however it gets the module.
import { AttachmentClient } from "../dist/wasm/opik_attachments.js";

// Minifiers rename classes, and consoles show that name.
Object.defineProperty(AttachmentClient, "name", { value: "AttachmentClient" });

export { AttachmentClient, AttachmentError } from "../dist/wasm/opik_attachments.js";
export const VERSION = __VERSION__;

export * from "./index.js";

/**
 * Loads the WebAssembly module. Await it once before making a client; further calls cost nothing.
 * @param source Where the module is: a URL, a response, the bytes, or a `WebAssembly.Module`.
 * @default `opik_attachments.wasm` beside this entry, which bundlers find and move along
 * @throws What the engine throws, if the module cannot be loaded; an `AttachmentError` if a page's
 * Content-Security-Policy forbids to compile it.
 * @example
 * import { AttachmentClient, init } from "opik-attachments/slim";
 * await init();
 * const client = new AttachmentClient();
 */
// A module is any `object` here: its type is an empty one in browsers, and missing in Node.
export function init(source?: string | URL | Response | Promise<Response> | ArrayBuffer | object): Promise<void>;

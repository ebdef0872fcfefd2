export * from "./index.js";

/**
 * Loads the WebAssembly module. Await it once before you create a client; further calls return at once.
 * @param source The module: a URL, a response, its bytes, or a `WebAssembly.Module`.
 * @default `opik_attachments.wasm` next to this entry, which bundlers find and copy
 * @throws The engine's error if the module cannot be loaded; an `AttachmentError` if the Content-Security-Policy of the page
 * forbids compiling it.
 * @example
 * import { AttachmentClient, init } from "opik-attachments/slim";
 * await init();
 * const client = new AttachmentClient();
 */
// `object` stands for `WebAssembly.Module`, which is an empty type in the DOM library and missing from Node's types.
export function init(source?: string | URL | Response | Promise<Response> | ArrayBuffer | object): Promise<void>;

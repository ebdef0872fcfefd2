export * from "./index.js";

/**
 * Gets the WebAssembly module. To be awaited once before a client is made; further calls cost nothing.
 *
 * @param source Where the module is. Default: `opik_attachments.wasm` beside this entry, which bundlers move along.
 *   A URL, a response (or a promise of one), bytes, or a compiled module.
 *
 * @example
 * import { AttachmentClient, init } from "opik-attachments/slim";
 * await init();
 */
export function init(
  source?: URL | string | Response | Promise<Response> | BufferSource | WebAssembly.Module,
): Promise<void>;

// The slim entry: the module is a file of its own, fetched, compiled while it arrives, and cached by browsers. The price
// is one call of `init` before anything else.
import load, { initSync } from "../dist/wasm/opik_attachments.js";
import { cannotCompile, provideModule } from "./module.js";

/** Beside this file. Written so that bundlers find the file and move it along. */
const ownModule = () => new URL("./opik_attachments.wasm", import.meta.url);

export async function init(source) {
  const module = source ?? ownModule();
  // Fetches of files are refused in Node. And the other way asks whether this is a Response, at which Node loads its whole
  // fetch, which takes longer than all the rest.
  const fs = module instanceof URL && module.protocol === "file:" && globalThis.process?.getBuiltinModule?.("node:fs");
  try {
    if (fs) initSync({ module: await WebAssembly.compile(await fs.promises.readFile(module)) });
    else await load({ module_or_path: module });
  } catch (thrown) {
    // Engines say in words only that a Content-Security-Policy is the reason.
    throw /unsafe-eval|CSP/.test(/** @type {Error} */ (thrown)?.message) ? cannotCompile("constructor", thrown) : thrown;
  }
  provideModule(() => {});
}

export * from "./surface.js";

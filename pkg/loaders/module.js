// The WebAssembly module. It is compiled when the first client is made, and not while the package is imported: a page
// whose Content-Security-Policy forbids it still starts.
import { initSync, invalid } from "../dist/wasm/opik_attachments.js";

let getModule = () => {
  throw invalid("init: expected to be called and awaited before a client is made, got no such call", "constructor");
};
let compiled = false;

/** Says where the module comes from. `get` returns its bytes, or what the runtime has compiled already. */
export function provideModule(get) {
  getModule = get;
}

/** Compiles the module, unless that is done. Returns what the engine throws if it does not compile it. */
export function compile() {
  if (compiled) return undefined;
  const module = getModule();
  try {
    initSync({ module });
    compiled = true;
  } catch (thrown) {
    return thrown;
  }
}

/** The error of `operation` for what an engine throws that does not compile the module. */
export function cannotCompile(operation, cause) {
  const hint =
    typeof WebAssembly === "object"
      ? "The Content-Security-Policy of a page needs script-src 'wasm-unsafe-eval'. A bundle for workerd needs the condition \"workerd\"."
      : "This runtime has no WebAssembly.";
  return invalid(`WebAssembly cannot be compiled here: ${cause.message}`, operation, { hint, cause });
}

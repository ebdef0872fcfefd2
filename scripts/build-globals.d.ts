// What scripts/lib/build-package.mjs puts in the place of these names and modules.

/** The version of the package. */
declare const __VERSION__: string;

/** The module, in the form that the entry asks for. */
declare module "*/opik_attachments_bg.wasm" {
  /** Of pkg/loaders/inline.js: the arguments of `textToBytes`. */
  export const text: string;
  export const singleBytes: number[];
  /** Of pkg/loaders/browser.js: the arguments of `joinStreams`, each stream with a text, its alphabet and its lengths. */
  export const size: number;
  export const texts: [text: string, singleBytes: number[], ...lengths: number[]][];
}

/** What workerd compiles from the file before a worker starts. */
declare module "*/opik_attachments.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

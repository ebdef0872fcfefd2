// Gives the imports and exports of the wasm module one-letter names, in the module and in the glue alike. wasm-bindgen's
// own names end in hashes, which do not compress: together some three kilobytes of the download.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.mjs";

/** Optimises `wasm` in place and renames in it and in the text of `glue`. */
export function optimizeAndMinify(wasm, glue) {
  // Inlining large functions that are used once makes the module smaller and its compressed form larger.
  // Flattening first shows the later passes more: half a percent.
  const size = ["--flatten", "--rereloop", "-Oz", "-Oz", "--one-caller-inline-max-function-size=30", "--strip-debug", "--strip-producers"];
  const passes = [...size, "--minify-imports-and-exports-and-modules"];
  const printed = execFileSync(join(root, "node_modules/.bin/wasm-opt"), [...passes, wasm, "-o", wasm], { encoding: "utf8" });
  writeFileSync(glue, rename(readFileSync(glue, "utf8"), JSON.parse(printed)));
}

function rename(glue, { imports, exports }) {
  const replaceOnce = (pattern, by) => {
    const parts = glue.split(pattern);
    if (parts.length !== 2) throw new Error(`the glue has ${parts.length - 1} times ${pattern}: has wasm-bindgen changed?`);
    glue = parts.join(by);
  };

  // The import object: wasm-bindgen's own functions under new keys, and functions of snippets by their new names.
  const namespaces = new Map();
  for (const [, module, object] of glue.matchAll(/^ {8}"([^"]+)": (import\d+),$/gm)) namespaces.set(module, object);
  const fromSnippets = [];
  for (const [module, name, short] of imports) {
    const object = namespaces.get(module);
    if (!object) throw new Error(`the glue has no import object for ${module}: has wasm-bindgen changed?`);
    if (object === "import0") replaceOnce(`\n        ${name}: `, `\n        ${short}: `);
    else fromSnippets.push(`${short}: ${object}.${name}`);
  }
  replaceOnce(/\n {4}return \{\n {8}__proto__: null,\n(?: {8}"[^"]+": import\d+,\n)+ {4}\};/, `\n    return { a: { ...import0, ${fromSnippets.join(", ")} } };`);

  // The slim loader says where the module is. Bundlers would look for this file as well, which nobody gets.
  replaceOnce("module_or_path = new URL('opik_attachments_bg.wasm', import.meta.url);", "");

  const shortExports = new Map(exports);
  glue = glue.replace(/\bwasm\.(\w+)/g, (whole, name) => {
    const short = shortExports.get(name);
    if (!short) throw new Error(`the glue uses an export that is not there: ${name}`);
    return `wasm.${short}`;
  });
  return glue;
}

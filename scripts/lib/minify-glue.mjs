// Gives the imports and exports of the wasm module one-letter names, in the module and in the glue alike. wasm-bindgen's
// own names end in hashes, which do not compress: together some three kilobytes of the download.
//
// And catches what imports throw. wasm-bindgen lets exceptions pass through the module unless an import is `catch`, and
// then neither destructors run nor is the module's stack reset, which is used up after some hundred of them. A caught one
// is noted for `src/js/uncaught.rs`, and the import gives an empty result.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.mjs";

/** Optimises `wasm` in place and renames in it and in the text of `glue`. */
export function optimizeAndMinify(wasm, glue) {
  // Where nothing is read below 1 KiB (the stack lies there, and ends far above it) and memory begins as zeros, offsets are
  // folded into loads and zeros are left out. Half a percent.
  const memory = ["--low-memory-unused", "--zero-filled-memory"];
  // Flattening first shows the later passes more: another half. Inlining large functions that are used once makes the
  // module smaller and its compressed form larger.
  const size = ["--flatten", "--rereloop", "-Oz", "-Oz", "--one-caller-inline-max-function-size=45"];
  const passes = [...memory, ...size, "--strip-debug", "--strip-producers", "--minify-imports-and-exports-and-modules"];
  const printed = execFileSync(join(root, "node_modules/.bin/wasm-opt"), [...passes, wasm, "-o", wasm], { encoding: "utf8" });
  // The loaders' types are inferred from the glue, which is generated and no business of `npm run lint`.
  writeFileSync(glue, `// @ts-nocheck\n${rename(readFileSync(glue, "utf8"), JSON.parse(printed))}`);
}

/** Can throw nothing, does so on behalf of the module, or sets up its table before anything can happen. */
const asItIs = /return typeof|ret = (?:typeof\((?:arg0|val)\)|arg0 ===|arg0;|make\w*Closure\()|throw new Error|table\.set/;

/**
 * Has every import of wasm-bindgen's own catch and note what it throws, but for those that already hand it to the module.
 * Results in memory are written in one place: for a text that could not be made, an empty one.
 */
function catchAll(glue) {
  const set = (type, size, place, value) =>
    `            getDataViewMemory0().set${type}((arg0 >>> 0) + ${size} * ${place}, ${value}, true);\n`;
  const number = set("Float64", 8, 1, "isLikeNone(ret) ? 0 : ret") + set("Int32", 4, 0, "!isLikeNone(ret)");
  const [passed] = matched(glue, /passStringToWasm0\(ret, wasm\.\w+, wasm\.\w+\)/);
  const text = (kind, none) =>
    `            ${kind} ptr1 = ${none}${passed};\n` +
    `            ${kind} len1 = WASM_VECTOR_LEN;\n` + set("Int32", 4, 1, "len1") + set("Int32", 4, 0, "ptr1");
  const results = {
    giveNumber: number,
    giveText: text("const", ""),
    giveTextOrNone: text("var", "isLikeNone(ret) ? 0 : "),
  };
  let count = 0;
  glue = glue.replace(/^( {8}\w+: )function\(([^)]*)\) (\{\n(?: {12}.*\n)+ {8}\}),\n/gm, (whole, name, parameters, body) => {
    if (asItIs.test(body)) return whole;
    count += 1;
    for (const [give, stored] of Object.entries(results)) {
      if (!body.includes(stored)) continue;
      const [, others] = matched(parameters, /^arg0(?:, )?(.*)$/);
      return `${name}${give}(function(${others}) ${body.replace(stored, "            return ret;\n")}),\n`;
    }
    if (body.includes("getDataViewMemory0")) throw new Error(`another kind of result: has wasm-bindgen changed?\n${whole}`);
    // Without it, nothing that waits in this module would ever go on.
    if (body.includes(" queueMicrotask(arg0);")) return `${name}caught(queueMicrotask, (f) => Promise.resolve().then(f)),\n`;
    return `${name}caught(function(${parameters}) ${body}),\n`;
  });
  // What settles a promise: it has nobody to hand an exception to but WebAssembly.
  const settle = /: function\(\) \{ return handleError\((function \(arg0, arg1, arg2\) \{\n.*arg0\.call\(arg1, arg2\);\n.*\n +\}), arguments\); \},/;
  if (!settle.test(glue)) throw new Error("nothing settles promises: has wasm-bindgen changed?");
  glue = glue.replace(settle, ": caught($1),");
  if (count < 50) throw new Error(`the glue has only ${count} imports: has wasm-bindgen changed?`);
  const [, snippets] = matched(glue, /"(\.\/snippets\/[^/"]+\/src\/js\/)/);
  return `import { note } from "${snippets}uncaught.js";
${glue}
function caught(f, instead) {
    return (...args) => {
        try {
            return f(...args);
        } catch (e) {
            note(e);
            return instead?.(...args);
        }
    };
}
function givePair(ptr, first, second) {
    getDataViewMemory0().setInt32(ptr, first, true);
    getDataViewMemory0().setInt32(ptr + 4, second, true);
}
function giveNumber(f) {
    return caught((ptr, ...args) => {
        const ret = f(...args);
        getDataViewMemory0().setFloat64(ptr + 8, ret ?? 0, true);
        givePair(ptr, !isLikeNone(ret));
    }, (ptr) => givePair(ptr));
}
function giveText(f, isOptional) {
    return caught((ptr, ...args) => {
        const ret = f(...args);
        if (isOptional && isLikeNone(ret)) return givePair(ptr);
        const start = ${passed};
        givePair(ptr, start, WASM_VECTOR_LEN);
    }, (ptr) => givePair(ptr, !isOptional));
}
function giveTextOrNone(f) {
    return giveText(f, true);
}
`;
}

/** Returns the match of `pattern`, which wasm-bindgen's glue must have. */
function matched(text, pattern) {
  const match = pattern.exec(text);
  if (!match) throw new Error(`the glue has nothing like ${pattern}: has wasm-bindgen changed?`);
  return match;
}

function rename(glue, { imports, exports }) {
  const replaceOnce = (pattern, by) => {
    const parts = glue.split(pattern);
    if (parts.length !== 2) throw new Error(`the glue has ${parts.length - 1} times ${pattern}: has wasm-bindgen changed?`);
    glue = parts.join(by);
  };

  glue = catchAll(glue);

  // The import object: wasm-bindgen's own functions under new keys, and functions of snippets by their new names.
  const namespaces = new Map();
  for (const [, module, object] of glue.matchAll(/^ {8}"([^"]+)": (import\d+),$/gm)) namespaces.set(module, object);
  const fromSnippets = [];
  for (const [module, name, short] of imports) {
    const object = namespaces.get(module);
    if (!object) throw new Error(`the glue has no import object for ${module}: has wasm-bindgen changed?`);
    if (object === "import0") replaceOnce(`\n        ${name}: `, `\n        ${short}: `);
    else fromSnippets.push(`${short}: caught(${object}.${name})`);
  }
  replaceOnce(/\n {4}return \{\n {8}__proto__: null,\n(?: {8}"[^"]+": import\d+,\n)+ {4}\};/, `\n    return { a: { ...import0, ${fromSnippets.join(", ")} } };`);

  // The slim loader says where the module is. Bundlers would look for this file as well, which nobody gets.
  replaceOnce("module_or_path = new URL('opik_attachments_bg.wasm', import.meta.url);", "");

  const shortExports = new Map(exports);
  glue = glue.replace(/\bwasm\.(\w+)/g, (_, name) => {
    const short = shortExports.get(name);
    if (!short) throw new Error(`the glue uses an export that is not there: ${name}`);
    return `wasm.${short}`;
  });
  return glue;
}

// The invariants of ARCHITECTURE.md that can be read off the sources.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { repositoryFiles, root } from "./lib/import-graph.mjs";

const files = repositoryFiles();
const text = (path) => readFileSync(`${root}/${path}`, "utf8");
const below = (folder, extension) => files.filter((path) => path.startsWith(folder) && path.endsWith(extension));

function assertAbsent(paths, pattern, why) {
  assert.ok(paths.length > 0, "there are files to look at");
  const found = paths.filter((path) => pattern.test(text(path)));
  assert.deepEqual(found, [], why);
}

test("the core and the flows mention no JS type", () => {
  const pure = [...below("src/core/", ".rs"), ...below("src/client/", ".rs")];
  assertAbsent(pure, /\b(wasm_bindgen|js_sys|web_sys|gloo|JsValue)/, "they must run natively");
  assertAbsent(below("src/core/", ".rs"), /\basync\b|crate::client|super::super/, "the core is data and functions");
});

test("credentials are written into headers in one place", () => {
  const writers = below("src/", ".rs").filter((path) => /"Authorization"|"Comet-Workspace"/.test(text(path)));
  assert.deepEqual(writers, ["src/client/transport.rs"]);
});

test("no public method takes &mut self", () => {
  assertAbsent(["src/js/client.rs"], /&mut self/, "a second call while one is pending would be refused");
});

test("file bytes do not enter wasm memory", () => {
  assertAbsent(below("src/js/", ".rs"), /Uint8Array|ArrayBuffer\b(?!,)|copy_to|to_vec\(/, "handles only");
});

test("no lint about panics is switched off in shipped code", () => {
  const shipped = below("src/", ".rs").map((path) => [path, text(path).split("#[cfg(test)]")[0]]);
  const offenders = shipped.filter(([, source]) => /allow\(clippy::(unwrap|expect|panic|indexing|string_slice|unreachable|get_unwrap)/.test(source));
  assert.deepEqual(offenders.map(([path]) => path), []);
});

test("nothing that is shipped makes a web stream of a Node stream", () => {
  const shipped = files.filter((path) => /^(src|pkg|examples|www\/src)\/.*\.[cm]?[jt]s$/.test(path));
  assertAbsent(shipped, /\btoWeb\b/, "cancelled in the tick of a pull, that of Node 20 throws where nobody can catch it");
});

/** The rows of a table of ARCHITECTURE.md, each as its cells without the marks of code. */
const tableRows = (heading) => {
  const section = text("ARCHITECTURE.md").split(`\n## ${heading}\n`)[1].split("\n## ")[0];
  const rows = section.split("\n").filter((line) => line.startsWith("| ")).slice(1);
  return rows.map((row) => row.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "").replaceAll("`", "")));
};

test("each file of the table of changes exists and contains the named item", () => {
  const rows = tableRows("Where do I change …");
  assert.ok(rows.length >= 22, `${rows.length} rows`);
  const missing = rows.filter(([, path, item]) => !files.includes(path) || !text(path).includes(item));
  assert.deepEqual(missing, []);
});

test("each path that ARCHITECTURE.md names exists", () => {
  const paths = [...text("ARCHITECTURE.md").matchAll(/`((?:src|pkg|www|server|tests|bench|examples|scripts)\/[^`]*)`/g)];
  assert.ok(paths.length > 30, `${paths.length} paths`);
  const exists = (path) => path.startsWith("pkg/dist/") || files.some((file) => file === path || file.startsWith(path));
  assert.deepEqual(paths.map(([, path]) => path).filter((path) => !exists(path)), []);
});

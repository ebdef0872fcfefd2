// Checks the contents of the tarball: exactly the listed files, the module once, and no dependencies.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const installed = join(import.meta.dirname, "../node_modules/opik-attachments");
const files = readdirSync(installed, { recursive: true })
  .filter((path) => statSync(join(installed, path)).isFile())
  .sort();

test("the files are those of files.txt", () => {
  const expected = readFileSync(join(import.meta.dirname, "files.txt"), "utf8").split("\n").filter(Boolean);
  const added = files.filter((path) => !expected.includes(path));
  const removed = expected.filter((path) => !files.includes(path));
  assert.deepEqual({ added, removed }, { added: [], removed: [] });
});

test("there is one .wasm", () => {
  assert.deepEqual(files.filter((path) => path.endsWith(".wasm")), ["dist/opik_attachments.wasm"]);
});

test("nothing is installed along with it", () => {
  const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  const kinds = Object.keys(manifest).filter((key) => /dependencies$/i.test(key) && key !== "devDependencies");
  assert.deepEqual(kinds, []);
});

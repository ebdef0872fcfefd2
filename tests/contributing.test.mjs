// The checklists of CONTRIBUTING.md: the files that they name exist, and what is written in several places agrees.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../scripts/lib/run.mjs";

const read = (path) => readFileSync(join(root, path), "utf8");
const sorted = (matches) => [...matches].map(([, text]) => text).sort();

test("CONTRIBUTING.md names files and scripts that exist", () => {
  const text = read("CONTRIBUTING.md");
  const paths = [...text.matchAll(/`((?:src|pkg|www|server|scripts|tests|examples)\/[\w./-]*)`/g)].map(([, path]) => path);
  assert.ok(paths.length > 10);
  assert.deepEqual(paths.filter((path) => !existsSync(join(root, path)) && path !== "pkg/dist"), []);
  const { scripts } = JSON.parse(read("package.json"));
  const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
  assert.deepEqual(named.filter((name) => !(name in scripts)), []);
});

test("the codes of errors are those of the types, and each is explained there", () => {
  const codes = sorted(read("src/core/error/code.rs").matchAll(/Self::\w+ => "([A-Z_]+)"/g));
  assert.ok(codes.length > 10);
  const [, comment, union] = /\/\*\*\n((?: \*.*\n)+) \*\/\nexport type AttachmentErrorCode =\n((?: {2}\|.*\n)+)/.exec(read("pkg/index.d.ts"));
  assert.deepEqual(sorted(union.matchAll(/"([A-Z_]+)"/g)), codes);
  const explained = [...comment.matchAll(/^ \* - (.*?): /gm)].flatMap(([, names]) => sorted(names.matchAll(/`([A-Z_]+)`/g)));
  assert.deepEqual(explained.sort(), codes);
});

test("README.md names the statuses that are retried", () => {
  const [, pattern] = /matches!\(status, ([\d |.=]+)\)/.exec(read("src/core/retry/policy.rs"));
  const numbers = (text, range) =>
    [...text.matchAll(range)].flatMap(([, first, last = first]) => Array.from({ length: last - first + 1 }, (_, at) => Number(first) + at));
  const retried = numbers(pattern, /(\d+)(?:\.\.=(\d+))?/g);
  const [row] = /^\| `maxAttempts` .*/m.exec(read("README.md"));
  assert.deepEqual(numbers(row, /\b(\d{3})(?: to (\d{3}))?\b/g), retried);
});

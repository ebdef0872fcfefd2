// server/README.md names switches, files and tests. All of them must exist, or its tables prove nothing.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const server = fileURLToPath(new URL("../server/", import.meta.url));
const readme = readFileSync(`${server}README.md`, "utf8");
const quoted = [...readme.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text);

/** Returns whether a file has a test function of that name. */
function hasTest(path, name) {
  return existsSync(path) && new RegExp(`#\\[(tokio::)?test[^\\n]*\\]\\n\\s*(async )?fn ${name}\\(`).test(readFileSync(path, "utf8"));
}

test("every test that the README names exists", () => {
  const named = quoted.flatMap((text) => [...text.matchAll(/^(src\/[\w/]+\.rs|[a-z_]+)::(\w+)$/g)]).filter(([text]) => !text.endsWith("::start"));
  assert.ok(named.length > 50, `${named.length} tests are named`);
  const missing = named.filter(([, file, name]) => !hasTest(server + (file.endsWith(".rs") ? file : `tests/server/${file}.rs`), name));
  assert.deepEqual(missing.map(([text]) => text), []);
});

test("every row of the table is proved", () => {
  const rows = readme.split("## What proves it")[1].split("\n").filter((line) => line.startsWith("| "));
  const bare = rows.filter((row) => !/\w::\w|proved by|fails on request/.test(row));
  assert.ok(rows.length >= 20);
  assert.deepEqual(bare, []);
});

test("every file that the README names exists", () => {
  const paths = quoted.filter((text) => /^src\/[\w/]+\.rs$/.test(text));
  assert.ok(paths.length > 15);
  assert.deepEqual(paths.filter((path) => !existsSync(server + path)), []);
});

test("every switch is in the README", () => {
  const source = ["args", "s3_args"].map((name) => readFileSync(`${server}src/${name}.rs`, "utf8")).join("\n");
  const fields = [...source.matchAll(/#\[arg\(long.*\]\s*(?:\/\/[^\n]*\s*)*(?:pub\(crate\) )?(\w+):/g)].map(([, field]) => `--${field.replaceAll("_", "-")}`);
  assert.ok(fields.length > 10, fields.join(" "));
  assert.deepEqual(fields.filter((name) => !new RegExp(`\`${name}[ \`]`).test(readme)), []);
});

// server/README.md names options, files and tests. All of them must exist, or its tables prove nothing.
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
  const named = quoted.flatMap((text) => [...text.matchAll(/^(src\/[\w/]+\.rs|[a-z_0-9]+(?:::[a-z_0-9]+)*)::(\w+)$/g)]).filter(([text]) => !text.endsWith("::start"));
  assert.ok(named.length > 50, `${named.length} tests are named`);
  const missing = named.filter(([, file, name]) => !hasTest(server + (file.endsWith(".rs") ? file : `tests/server/${file.replaceAll("::", "/")}.rs`), name));
  assert.deepEqual(missing.map(([text]) => text), []);
});

test("every row of the table names a test", () => {
  const rows = readme.split("## Behaviour and tests")[1].split("\n").filter((line) => line.startsWith("| "));
  const bare = rows.filter((row) => !/\w::\w|\| tests \||Fails on request/.test(row));
  assert.ok(rows.length >= 20);
  assert.deepEqual(bare, []);
});

test("every file that the README names exists", () => {
  const paths = quoted.filter((text) => /^src\/[\w/]+\.rs$/.test(text));
  assert.ok(paths.length > 15);
  assert.deepEqual(paths.filter((path) => !existsSync(server + path)), []);
});

test("every option is in the README", () => {
  const source = readFileSync(`${server}src/args.rs`, "utf8");
  const fields = [...source.matchAll(/#\[arg\(long.*\]\s*(?:\/\/[^\n]*\s*)*(?:pub\(crate\) )?(\w+):/g)].map(([, field]) => `--${field.replaceAll("_", "-")}`);
  assert.ok(fields.length > 10, fields.join(" "));
  assert.deepEqual(fields.filter((name) => !new RegExp(`\`${name}[ \`]`).test(readme)), []);
});

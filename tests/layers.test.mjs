// The layers of src, by what its files really import: core below client below js, and no cycle inside of any.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";
import { cyclesOf, importGraph, repositoryFiles, root } from "./lib/import-graph.mjs";

const files = repositoryFiles("src");
const rust = files.filter((path) => path.endsWith(".rs"));
/** The sources without comments, and without the tests at the end of a file. */
const sources = new Map(
  rust.map((path) => {
    const text = readFileSync(posix.join(root, path), "utf8").split("\n#[cfg(test)]")[0];
    return [path, text.replace(/^\s*\/\/.*$/gm, "")];
  }),
);

/** The path of a module as Rust has it, such as `core::error`. */
const moduleOf = (path) => path.slice("src/".length, -".rs".length).replace(/\/mod$/, "").replaceAll("/", "::");
const fileOf = new Map(rust.map((path) => [moduleOf(path), path]));

/** `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`. */
function flattened(tree) {
  const open = tree.indexOf("{");
  if (open < 0) return [tree];
  const items = [];
  let depth = 0;
  let item = "";
  for (const character of tree.slice(open + 1, tree.lastIndexOf("}"))) {
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    if (character === "," && depth === 0) {
      items.push(item);
      item = "";
    } else item += character;
  }
  if (item.trim()) items.push(item);
  return items.flatMap((item) => flattened(tree.slice(0, open) + item.trim()));
}

/** The absolute paths that a file uses of its own crate. */
function usedPaths(path) {
  const own = moduleOf(path);
  const parent = own.split("::").slice(0, -1).join("::");
  const source = sources.get(path);
  // What a `mod.rs` hands on it does not use.
  const usesOnly = path.endsWith("/mod.rs") ? source.replace(/^pub use [^;]+;/gm, "") : source;
  const trees = [...usesOnly.matchAll(/^\s*(?:pub(?:\([a-z]+\))? )?use ([^;]+);/gm)].map(([, tree]) => tree.replace(/\s+/g, " "));
  const inline = [...source.matchAll(/\b(?:crate|super)(?:::\w+)+/g)].map(([found]) => found);
  return [...trees.flatMap(flattened), ...inline]
    .map((used) => used.replace(/ as \w+$/, "").trim())
    .map((used) => used.replace(/^crate::/, "").replace(/^super::/, path.endsWith("/mod.rs") && !parent ? "" : `${parent}::`))
    .map((used) => (path.endsWith("/mod.rs") ? used.replace(/^(?!core|client|js|std)/, `${own}::`) : used))
    .filter((used) => /^(core|client|js)(::|$)/.test(used));
}

/** The file that defines what a path names: a module, an item of one, or what a `mod.rs` hands on. */
function definedIn(used) {
  if (fileOf.has(used)) return fileOf.get(used);
  const parts = used.split("::");
  const name = parts.pop();
  const path = fileOf.get(parts.join("::"));
  if (!path?.endsWith("/mod.rs")) return path ?? (parts.length > 1 ? definedIn(parts.join("::")) : undefined);
  for (const [, tree] of sources.get(path).matchAll(/^pub use ([^;]+);/gm)) {
    const found = flattened(tree.replace(/\s+/g, " ")).find((item) => item.split("::").pop() === name);
    if (found) return definedIn(`${parts.join("::")}::${found}`);
  }
  return path;
}

/** What each file imports; what a `mod.rs` hands on is no import of its own. */
const imports = new Map(
  rust.map((path) => [path, [...new Set(usedPaths(path).map(definedIn))].filter((other) => other && other !== path)]),
);

test("imports are found", () => {
  assert.ok(imports.get("src/client/lister.rs").includes("src/core/opik/list.rs"));
  assert.ok(imports.get("src/client/lister.rs").includes("src/client/transport.rs"));
  assert.ok(imports.get("src/core/config/settings.rs").includes("src/core/error/mod.rs"));
  assert.ok(imports.get("src/js/runner.rs").includes("src/client/session.rs"));
});

test("core uses neither client nor js, and client no js", () => {
  const layers = ["core", "client", "js"];
  const layerOf = (path) => layers.indexOf(path.split("/")[1]);
  const upwards = [...imports].flatMap(([path, used]) =>
    used.filter((other) => layerOf(path) >= 0 && layerOf(other) > layerOf(path)).map((other) => `${path} -> ${other}`),
  );
  assert.deepEqual(upwards, []);
});

for (const layer of ["core", "client", "js"]) {
  test(`the Rust modules of ${layer} import each other in no cycle`, () => {
    const isInside = (path) => path.startsWith(`src/${layer}/`) && path !== `src/${layer}/mod.rs`;
    const inside = [...imports].filter(([path]) => isInside(path));
    assert.deepEqual(cyclesOf(new Map(inside.map(([path, used]) => [path, used.filter(isInside)]))), []);
  });
}

test("the JS modules of src/js and pkg/loaders import each other in no cycle", () => {
  const graph = importGraph("src/js", "pkg/loaders");
  assert.ok([...graph.values()].flat().length > 20, "there are imports to follow");
  assert.deepEqual(cyclesOf(graph), []);
});

test("each endpoint's path is written once", () => {
  const places = [...sources].flatMap(([path, source]) => [...source.matchAll(/"(\/v1\/[^"]*)"/g)].map(([, url]) => [url, path]));
  assert.ok(places.length >= 8, "there are paths");
  assert.equal(new Set(places.map(([url]) => url)).size, places.length, "one is written twice");
  assert.deepEqual(places.filter(([, path]) => !path.startsWith("src/core/opik/")), []);
});

test("each environment variable of Opik is written once", () => {
  const scripts = files.filter((path) => path.startsWith("src/js/") && path.endsWith(".js"));
  const found = scripts.flatMap((path) => {
    const source = readFileSync(posix.join(root, path), "utf8").replace(/^\s*(\/\/|\/?\*).*$/gm, "");
    return [...source.matchAll(/"(OPIK_[A-Z_]+)"/g)].map(([, name]) => name);
  });
  assert.ok(found.length >= 5, "there are variables");
  assert.deepEqual(found.filter((name, index) => found.indexOf(name) !== index), []);
});

test("status codes are compared with in the table of errors, the retry policy, the classes of statuses and the endpoints only", () => {
  const allowed = /^src\/core\/(error\/from_response|retry\/policy|http\/status)\.rs$|^src\/core\/opik\//;
  const compares = /\bstatus(?:\(\))?\s*(?:==|!=|>=|<=)\s*(?:Some\()?\d|\bmatch (?:\w+\.)*status\b|\bmatches!\((?:\w+\.)*status\b|contains\(&status\)/;
  const others = [...sources].filter(([path, source]) => compares.test(source) && !allowed.test(path)).map(([path]) => path);
  assert.deepEqual(others, []);
});

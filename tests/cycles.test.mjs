// No import cycles in the package's JavaScript and in the page. Imports of types count: a reader has to follow them, too.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const folders = ["pkg", "www/src"];

/** Static imports, re-exports and `import("...")`, of values or types, by relative path. */
const imports = /(?:\bfrom|\bimport)\s*\(?\s*(["'])(\.[^"']+)\1/g;

const withoutComments = (source) => source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

/** The files in these folders, each with the files of the repository that it imports. */
function importGraph(inFolders) {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...inFolders], {
    cwd: root,
    encoding: "utf8",
  });
  const files = new Set(listed.split("\n").filter((path) => /\.[cm]?[jt]s$/.test(path)));
  const resolve = (from, specifier) => {
    const path = posix.join(posix.dirname(from), specifier);
    return [path, `${path}.ts`, `${path}.js`, `${path}/index.ts`].find((candidate) => files.has(candidate));
  };
  return new Map(
    [...files].map((file) => {
      const source = withoutComments(readFileSync(posix.join(root, file), "utf8"));
      const imported = [...source.matchAll(imports)].map(([, , specifier]) => resolve(file, specifier));
      return [file, imported.filter((path) => path !== undefined)];
    }),
  );
}

/** Each cycle as the files along it, once. */
function cyclesOf(graph) {
  const cycles = [];
  const finished = new Set();
  const visit = (file, path) => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push([...path.slice(start), file].join(" -> "));
    if (start >= 0 || finished.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    finished.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}

test("a cycle is found", () => {
  const graph = new Map(Object.entries({ a: ["b"], b: ["c", "d"], c: ["a"], d: ["d"] }));
  assert.deepEqual(cyclesOf(graph), ["a -> b -> c -> a", "d -> d"]);
});

for (const folder of folders) {
  test(`${folder} has no import cycle`, () => {
    const graph = importGraph([folder]);
    assert.ok([...graph.values()].flat().length > 5, "there are imports to follow");
    assert.deepEqual(cyclesOf(graph), []);
  });
}

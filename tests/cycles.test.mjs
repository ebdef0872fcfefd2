// No import cycles in the package's JavaScript and in the page. Imports of types count: a reader has to follow them, too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cyclesOf, importGraph } from "./lib/import-graph.mjs";

const folders = ["pkg", "www/src"];

test("a cycle is found", () => {
  const graph = new Map(Object.entries({ a: ["b"], b: ["c", "d"], c: ["a"], d: ["d"] }));
  assert.deepEqual(cyclesOf(graph), ["a -> b -> c -> a", "d -> d"]);
});

for (const folder of folders) {
  test(`${folder} has no import cycle`, () => {
    const graph = importGraph(folder);
    assert.ok([...graph.values()].flat().length > 5, "there are imports to follow");
    assert.deepEqual(cyclesOf(graph), []);
  });
}

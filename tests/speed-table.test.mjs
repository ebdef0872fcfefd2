// README.md has the times that were measured last: npm run bench writes both.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { speedTable, speedsInReadme } from "../bench/lib/readme-table.mjs";
import { results } from "../bench/lib/results.mjs";

const read = (path) => readFileSync(new URL(`../bench/${path}`, import.meta.url), "utf8");
const groups = JSON.parse(read("results.json"));

test("README.md has the times of bench/results.json", () => {
  const expected = speedTable(groups);
  assert.ok(expected, "bench/results.json lacks a group that README.md shows");
  assert.ok(speedsInReadme()?.includes(`\n${expected}\n`));
});

test("bench/RESULTS.md shows what bench/results.json has", () => {
  assert.equal(read("RESULTS.md"), `${results(groups).trim()}\n`);
});

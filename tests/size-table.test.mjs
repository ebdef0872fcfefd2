// README.md has the sizes that were measured last: npm run bench:size writes both.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const cellsOf = (line) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
const rowsOf = (text) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map(cellsOf);
const number = (text) => Number(text.replaceAll(",", ""));

const [, readmeTable] = /<!-- bench:size writes this table -->\n(.*?)<!-- end of the table -->/s.exec(
  read("README.md"),
);
const [measured] = read("bench/SIZE.md").split("\nThe default entry");

test("README.md has the table of bench/SIZE.md in short", () => {
  const rows = rowsOf(measured).map(([name, browser, installed, count, , brotli]) => {
    const withoutVersions = name.replaceAll(/@[\d.]+/g, "");
    return [withoutVersions, browser, `${(number(brotli) / 1000).toFixed(0)} KB`, `${installed} KiB`, count];
  });
  assert.ok(rows.length > 5);
  assert.deepEqual(rowsOf(readmeTable), rows);
});

test("the text of README.md has the size that the table has", () => {
  const [, , brotli] = rowsOf(readmeTable)[0];
  assert.ok(
    read("README.md").includes(`one module of ${brotli} (brotli)`),
    `README.md does not say ${brotli} at its top`,
  );
});

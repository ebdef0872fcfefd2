// How the page sorts, filters and selects, and which names it gives. No browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { importTs } from "./lib/import-ts.mjs";

const { inOrder } = await importTs("list/order.ts");
const { matching } = await importTs("list/filter.ts");
const { Selection } = await importTs("list/selection.ts");
const { withUniqueNames, freeName } = await importTs("transfers/unique-names.ts");

const file = (fileName, fileSize = 1, mimeType = "text/plain") => ({ fileName, fileSize, mimeType });
const names = (files) => files.map(({ fileName }) => fileName);

test("names are in the order in which people count", () => {
  const files = ["b", "part 10", "part 2", "Part 1", "a"].map((name) => file(name));
  assert.deepEqual(names(inOrder(files, { column: "name", descending: false })), [
    "a",
    "b",
    "Part 1",
    "part 2",
    "part 10",
  ]);
  assert.deepEqual(names(inOrder(files, { column: "name", descending: true })), [
    "part 10",
    "part 2",
    "Part 1",
    "b",
    "a",
  ]);
});

test("rows that are equal in a column are in order of their names, either way", () => {
  const files = [file("c", 5), file("b", 7, "image/png"), file("a", 5)];
  assert.deepEqual(names(inOrder(files, { column: "size", descending: false })), ["a", "c", "b"]);
  assert.deepEqual(names(inOrder(files, { column: "size", descending: true })), ["b", "a", "c"]);
  assert.deepEqual(names(inOrder(files, { column: "type", descending: true })), ["a", "c", "b"]);
});

test("names that differ only for machines still have an order", () => {
  const files = [file("a"), file("A"), file("á")];
  const sorted = names(inOrder(files, { column: "name", descending: false }));
  assert.deepEqual(sorted, names(inOrder(files.reverse(), { column: "name", descending: false })));
});

test("every word must be in the name or the type, and the kind must fit", () => {
  const files = [
    file("Report 2026.pdf", 1, "application/pdf"),
    file("report.txt"),
    file("data.bin", 1, "application/octet-stream"),
  ];
  const found = (words, kind = "all") => names(matching(files, { words, kind }));
  assert.deepEqual(found("REPORT"), ["Report 2026.pdf", "report.txt"]);
  assert.deepEqual(found("report  pdf"), ["Report 2026.pdf"]);
  assert.deepEqual(found("octet"), ["data.bin"]);
  assert.deepEqual(found("report", "text"), ["report.txt"]);
  assert.deepEqual(found("", "other"), ["data.bin"]);
});

test("a range is selected from the last name that was touched", () => {
  const order = ["a", "b", "c", "d", "e"];
  const selection = new Selection();
  const selected = () => order.filter((name) => selection.has(name));
  selection.extend("b", order);
  assert.deepEqual(selected(), ["b"], "there is nothing to begin at");
  selection.extend("d", order);
  assert.deepEqual(selected(), ["b", "c", "d"]);
  selection.toggle("c");
  selection.extend("a", order);
  assert.deepEqual(selected(), ["a", "b", "c", "d"]);
  selection.keepOnly(new Set(["a", "e"]));
  assert.deepEqual(selected(), ["a"]);
});

test("a name that is taken gets a number before its extension", () => {
  const taken = new Set(["a.txt", "a (2).txt", "logs.tar.gz", ".env", "x.d/y", "plain"]);
  const free = (name) => freeName(name, (other) => taken.has(other));
  assert.equal(free("b.txt"), "b.txt");
  assert.equal(free("a.txt"), "a (3).txt");
  assert.equal(free("logs.tar.gz"), "logs (2).tar.gz");
  assert.equal(free(".env"), ".env (2)");
  assert.equal(free("x.d/y"), "x.d/y (2)");
  assert.equal(free("plain"), "plain (2)");
});

test("files that were chosen together keep apart", () => {
  assert.deepEqual(names(withUniqueNames(["a.txt", "a.txt", "a.txt", "a (2).txt"].map((name) => file(name)))), [
    "a.txt",
    "a (2).txt",
    "a (3).txt",
    "a (2) (2).txt",
  ]);
});

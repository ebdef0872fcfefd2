// Names of files for attachments, whatever these are called.
import assert from "node:assert/strict";
import { test } from "node:test";
import { safeFileNames, truncateFileName } from "../../pkg/shared/file-names.js";
import { isHarmless, storable, twins, unstorable } from "./hostile-names.mjs";

const reserved = { reservedSuffix: ".opik-part" };
const safe = (name) => safeFileNames([name], reserved).get(name);

test("each hostile name becomes a harmless one that still says what it was", () => {
  for (const [name, expected] of [...storable, ...unstorable]) {
    const own = safe(name);
    if (typeof expected === "string") assert.equal(own, expected, JSON.stringify(name));
    else assert.match(own, expected);
    assert.ok(isHarmless(own), JSON.stringify(own));
  }
});

test("names that might be one file get names of their own: the first in order keeps its own", () => {
  for (const names of twins) {
    const own = [...safeFileNames(names, reserved).values()];
    assert.equal(new Set(own.map((name) => name.normalize("NFKC").toLowerCase())).size, names.length, `${own}`);
    const [first] = [...names].sort();
    assert.equal(safeFileNames(names, reserved).get(first), safe(first));
    assert.deepEqual(safeFileNames([...names].reverse()), safeFileNames(names), "whatever order they come in");
  }
});

test("a name that is what another one would get is not that other's file", () => {
  const tagged = safeFileNames(["A", "a"]).get("a");
  const names = ["A", "a", tagged, tagged.toUpperCase()];
  assert.equal(new Set([...safeFileNames(names).values()].map((name) => name.toLowerCase())).size, 4);
});

test("any names of hostile pieces get harmless names that differ", () => {
  const pieces = [
    "/",
    "\\",
    "..",
    ".",
    "a",
    "A",
    ":",
    "\0",
    "é",
    "e\u0301",
    " ",
    "~",
    "con",
    "🙂",
    "\ud800",
    ".opik-part",
    "x".repeat(120),
  ];
  // A generator of its own, so that a failure can be seen again.
  let state = 1;
  const below = (most) => (state = (state * 48271) % 0x7fffffff) % most;
  for (let round = 0; round < 300; round += 1) {
    const some = () => Array.from({ length: 1 + below(6) }, () => pieces[below(pieces.length)]).join("");
    const names = Array.from({ length: 20 }, some);
    const own = [...safeFileNames(names, reserved).values()];
    assert.equal(own.length, new Set(names).size);
    assert.deepEqual(
      own.filter((name) => !isHarmless(name)),
      [],
      JSON.stringify(names),
    );
    assert.equal(
      new Set(own.map((name) => name.normalize("NFKC").toLowerCase())).size,
      own.length,
      JSON.stringify(names),
    );
  }
});

test("a short name is cut between characters, and names that were cut still differ", () => {
  const [one, other] = [`${"🙂".repeat(80)}a.txt`, `${"🙂".repeat(80)}b.txt`];
  assert.notEqual(truncateFileName(one), truncateFileName(other));
  assert.ok(truncateFileName(one).isWellFormed() && truncateFileName(one).endsWith(".txt"));
  assert.ok(Buffer.byteLength(truncateFileName(one)) <= 255);
});

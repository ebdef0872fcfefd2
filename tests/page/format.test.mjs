// How the page and the command line format sizes, times, names and progress, and how speed is measured. No browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { escapeDeceptive } from "../../pkg/shared/deceptive-characters.js";
import { formatBytes, formatDuration } from "../../pkg/shared/format.js";
import { importTs } from "./lib/import-ts.mjs";

const { count } = await importTs("format/plural.ts");
const { Speed, timeLeft } = await importTs("transfers/speed.ts");
const { moving } = await importTs("transfers/describe.ts");

test("sizes are in binary units with one digit below a hundred", () => {
  const sizes = [
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1 KiB"],
    [1536, "1.5 KiB"],
    [300 * 1024, "300 KiB"],
    [1024 ** 2 - 1, "1 MiB"],
    [12 * 1024 ** 2, "12 MiB"],
    [99.94 * 1024 ** 2, "99.9 MiB"],
    [5 * 1024 ** 4, "5 TiB"],
    [5000 * 1024 ** 4, "4.9 PiB"],
    [2 ** 53, "8 PiB"],
    [5000 * 1024 ** 5, "5000 PiB"],
  ];
  for (const [bytes, text] of sizes) assert.equal(formatBytes(bytes), text);
});

test("times are coarser the longer they are, and never nothing", () => {
  const times = [
    [0, "1 s"],
    [0.2, "1 s"],
    [59.1, "1 min"],
    [61, "1 min 1 s"],
    [125, "2 min 5 s"],
    [599, "9 min 59 s"],
    [601, "10 min"],
    [3600, "1 h"],
    [3661, "1 h 1 min"],
    [3660 * 2, "2 h 2 min"],
  ];
  for (const [seconds, text] of times) assert.equal(formatDuration(seconds), text);
});

test("characters that deceive are spelled out, and all others stay", () => {
  assert.equal(escapeDeceptive("invoice\u202efdp.exe"), "invoice\\u202efdp.exe");
  assert.equal(escapeDeceptive("a\u200bb\u2066c\ufeff"), "a\\u200bb\\u2066c\\ufeff");
  assert.equal(escapeDeceptive("a\tb\n\x1b[2J\u202e\u2028é 🙂"), "a\\u0009b\\u000a\\u001b[2J\\u202e\\u2028é 🙂");
  assert.equal(escapeDeceptive("a\u200db \u200c"), "a\\u200db \\u200c", "joiners that join nothing");
  for (const name of ["👩‍👩‍👧.png", "می\u200cخواهم.txt", "Été à Zürich.txt", "שלום.txt", "<b>&amp;", "👍🏽.png"])
    assert.equal(escapeDeceptive(name), name);
});

test("numbers come with their noun", () => {
  assert.deepEqual([count(0, "file"), count(1, "file"), count(2000, "file")], ["0 files", "1 file", "2,000 files"]);
});

test("speed is that of the last seconds", () => {
  const speed = new Speed();
  assert.equal(speed.bytesPerSecond, 0);
  speed.note(0, 0);
  assert.equal(speed.bytesPerSecond, 0, "one moment has no speed");
  for (let second = 1; second <= 10; second += 1) speed.note(second * 1000, second * 100);
  assert.equal(speed.bytesPerSecond, 100);
  for (let second = 11; second <= 16; second += 1) speed.note(second * 1000, 1000 + (second - 10) * 500);
  assert.equal(speed.bytesPerSecond, 500, "what was before the window does not count");
});

test("the time left follows from the speed, and is unknown while nothing moves", () => {
  assert.equal(timeLeft(100, 1100, 100), 10);
  assert.equal(timeLeft(100, 1100, 0), undefined);
  assert.equal(timeLeft(1200, 1100, 100), 0, "more than announced is nothing left");
});

test("a transfer tells what is known of it", () => {
  assert.equal(moving(0, 2048, 0), "0 B of 2 KiB");
  assert.equal(moving(1024, 3072, 1024), "1 KiB of 3 KiB, 1 KiB/s, 2 s left");
  assert.equal(moving(3072, 3072, 1024), "3 KiB of 3 KiB, finishing");
});

// Texts for people, apart from any terminal.
import assert from "node:assert/strict";
import { test } from "node:test";
import { help, usage } from "../../pkg/cli/ui/help.js";
import { progressLine } from "../../pkg/cli/ui/progress-bar.js";
import { columnsOf, fill, shorten } from "../../pkg/cli/ui/text.js";

test("wide characters count twice, and what is cut fits", () => {
  assert.deepEqual(["abc", "é", "e\u0301", "名前", "👩‍👩‍👧", "ｗ"].map(columnsOf), [3, 1, 1, 4, 2, 2]);
  assert.equal(shorten("名前名前", 8), "名前名前");
  assert.equal(shorten("名前名前", 6), "名前…");
  assert.equal(fill("名前名前", 6), "名前… ");
});

test("a bar fits any width, and shows as much as there is room for", () => {
  const label = "報告書-of-the-quarter-final.pdf";
  for (let columns = 0; columns <= 150; columns += 1) {
    for (const total of [undefined, 0, 27_000_000]) {
      for (const loaded of [0, 12_345_678, 27_000_000]) {
        for (const rate of [0, 3_200_000]) {
          const line = progressLine({ label, loaded, total, rate }, columns);
          assert.ok(columnsOf(line) <= Math.max(1, columns - 1), `${columns}: ${line}`);
          if (columns >= 16 && total) assert.match(line, /(0|45|100) %/);
          if (columns >= 80 && total) assert.match(line, /^報告書.*\[.*\].*B of 25\.7 MiB/);
        }
      }
    }
  }
  const state = { label: "a.bin", loaded: 12_345_678, total: 27_000_000, rate: 3_200_000 };
  assert.equal(
    progressLine(state, 80),
    "a.bin  [=======>         ]   45 %  11.8 MiB of 25.7 MiB   3.1 MiB/s  5 s       ",
  );
});

test("the help fits terminals of 80 and 40 columns, and names every option of its command", () => {
  for (const command of [undefined, "ls", "get", "put", "rm", "doctor"]) {
    for (const columns of [80, 40]) {
      const lines = help(command, columns).split("\n");
      assert.deepEqual(
        lines.filter((line) => line.length > columns),
        [],
      );
      assert.ok(lines.some((line) => line.startsWith("  --trace ID")));
    }
    assert.equal(help(command, undefined), help(command, 80));
    assert.equal(help(command, 80).includes("--yes"), command === undefined || command === "rm");
  }
  assert.match(help(undefined, 80), /The API key has no\s+option/);
  assert.match(usage, /^Usage: .*\nSee .*--help\.\n$/);
});

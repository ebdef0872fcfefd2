// The few figures that README.md has, out of all that was measured.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/run.mjs";
import { floor, libStorage, ours, python } from "./client-names.mjs";
import { figures, figuresOf } from "./metrics.mjs";
import { table } from "./report.mjs";
import { summary } from "./statistics.mjs";

const readme = join(root, "README.md");
const marked = /(<!-- bench writes this table -->\n).*?(<!-- end of the speeds -->)/s;

/** Group, and the case in it. */
const shown = [
  [1, /^store mode/],
  [2, /^store mode/],
  [3, /^store mode/],
  [4, /MiB, store mode/],
  [4, /compressed/],
];
const contestants = [ours, floor, libStorage, python];

/** The table for what was measured; undefined as long as not all of it was. */
export function speedTable(groups) {
  const rows = shown.map(([number, pattern]) => {
    const group = groups.find((one) => one.number === number);
    const found = group?.cases.find(({ name }) => pattern.test(name));
    if (!found) return undefined;
    const what = found.name.includes("MiB") ? `download of ${found.name}` : `${group.title}, ${found.name}`;
    return [what.replace(/^U/, "u"), ...contestants.map((name) => timeOf(found, name))];
  });
  if (rows.includes(undefined)) return undefined;
  return table(["", ...contestants], rows, contestants.length);
}

function timeOf(one, name) {
  const runs = one.results[name]?.runs ?? [];
  return runs.length === 0 ? "–" : figures.ms.text(summary(figuresOf(runs, one), "ms").median);
}

/** Writes it into README.md, if there is one. */
export function writeSpeeds(groups) {
  const lines = speedTable(groups);
  if (lines === undefined) return;
  const text = readFileSync(readme, "utf8");
  if (!marked.test(text)) throw new Error("README.md has lost the marks of its table of speeds");
  writeFileSync(readme, text.replace(marked, (_, begin, end) => `${begin}${lines}\n${end}`));
}

/** The table that README.md has. */
export const speedsInReadme = () => marked.exec(readFileSync(readme, "utf8"))?.[0];

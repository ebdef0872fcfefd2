// The table of times in README.md, made from the results.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/run.mjs";
import { baseline, libStorage, ours, python } from "./client-names.mjs";
import { metrics, metricsOf } from "./metrics.mjs";
import { table } from "./report.mjs";
import { summary } from "./statistics.mjs";

const readme = join(root, "README.md");
const marked = /(<!-- bench writes this table -->\n).*?(<!-- end of the speeds -->)/s;

/** Pairs of a group and the name of a case in it. */
const shownCases = [
  [1, /^store mode/],
  [2, /^store mode/],
  [3, /^store mode/],
  [4, /MiB, store mode/],
  [4, /compressed/],
];
const clients = [ours, baseline, libStorage, python];

/** Returns the table; undefined if not all of its cases were measured. */
export function speedTable(groups) {
  const rows = shownCases.map(([number, pattern]) => {
    const group = groups.find((group) => group.number === number);
    const found = group?.cases.find(({ name }) => pattern.test(name));
    if (!found) return undefined;
    const what = found.name.includes("MiB") ? `download of ${found.name}` : `${group.title}, ${found.name}`;
    return [what.replace(/^U/, "u"), ...clients.map((name) => timeOf(found, name))];
  });
  if (rows.includes(undefined)) return undefined;
  return table(["", ...clients], rows, clients.length);
}

function timeOf(benchCase, name) {
  const runs = benchCase.results[name]?.runs ?? [];
  return runs.length === 0 ? "–" : metrics.ms.format(summary(metricsOf(runs, benchCase), "ms").median);
}

/** Writes the table into README.md, if all of its cases were measured. */
export function writeSpeeds(groups) {
  const lines = speedTable(groups);
  if (lines === undefined) return;
  const text = readFileSync(readme, "utf8");
  if (!marked.test(text)) throw new Error("README.md lacks the markers of its table of times");
  writeFileSync(readme, text.replace(marked, (_, begin, end) => `${begin}${lines}\n${end}`));
}

/** Returns the table in README.md. */
export const speedsInReadme = () => marked.exec(readFileSync(readme, "utf8"))?.[0];

// npm run test:faults -- --cases 1000 --seed N: the package under every fault the local server can make, in Node and in
// Chromium, in both modes. --case K runs one case of that seed again.
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { fail, seconds } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";
import { importTest } from "./lib/test-files.mjs";

const { values } = parseArgs({
  options: { cases: { type: "string" }, seed: { type: "string" }, case: { type: "string" }, workers: { type: "string" } },
});

/**
 * Returns the option of this name as a number.
 *
 * @template T
 * @param {"cases" | "seed" | "case" | "workers"} name
 * @param {T} fallback
 */
function whole(name, fallback) {
  const text = values[name];
  if (text === undefined) return fallback;
  if (!/^\d+$/.test(text)) throw new Error(`--${name}: expected a whole number, got ${text}`);
  return Number(text);
}

async function main() {
  const seed = whole("seed", randomInt(2 ** 31));
  const only = whole("case", undefined);
  const numbers = only === undefined ? Array.from({ length: whole("cases", 1000) }, (_, number) => number) : [only];
  await setUp("test:faults");
  const { findingKinds } = await importTest("faults/verify.mjs");
  const { runCases } = await importTest("faults/run.mjs");
  // Ended from outside, it still ends its servers.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

  console.log(`\n${numbers.length} cases, seed ${seed}`);
  const began = performance.now();
  let done = 0;
  const { rows, totals } = await runCases({ seed, numbers, workersEach: whole("workers", 2), onFailure: report, onProgress });
  printTable(rows);
  /** @type {[string, number][]} */
  const sums = findingKinds.map((kind) => [kind, [...rows.values()].reduce((sum, row) => sum + Number(row[kind]), 0)]);
  const found = sums.filter(([, count]) => count > 0).length > 0;
  console.log(
    `\n${totals.acted} of ${numbers.length} cases met a fault; ${totals.repeated} were repeated with longer time-outs; the slowest abort took ` +
      `${totals.slowestAbort.toFixed(1)} ms; ${seconds(performance.now() - began)}. Slowest: ` +
      totals.slowest.map(({ number, ms }) => `${number} (${seconds(ms)})`).join(", "),
  );
  console.log(
    `${numbers.length} cases, seed ${seed}: ${sums.map(([kind, count]) => `${count} ${kind}`).join(", ")}`,
  );
  process.exit(found ? 1 : 0);

  function onProgress() {
    done += 1;
    if (done % 250 === 0) console.log(`   ${done} of ${numbers.length}, ${seconds(performance.now() - began)}`);
  }
}

/** Prints the findings of a case, its plan, and the command that repeats it. */
function report(plan, { findings }) {
  for (const [kind, description] of findings) console.log(`\n✗ ${kind}: ${description}`);
  console.log(`  ${JSON.stringify(plan)}`);
  if (plan.case !== undefined) console.log(`  npm run test:faults -- --seed ${plan.seed} --case ${plan.case}`);
}

function printTable(rows) {
  const head = ["", ...Object.keys([...rows.values()][0])];
  const lines = [head, ...[...rows].map(([operation, row]) => [operation, ...Object.values(row).map(String)])];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  console.log();
  for (const line of lines)
    console.log(
      line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join("  "),
    );
}

main().catch(fail);

// Runs cases on several servers and engines at once, and adds up what they show.
import { columns } from "./verify.mjs";
import { openLane } from "./worker.mjs";
import { nodeRunner } from "./node-engine.mjs";
import { launch, pageOrigin, pageRunner } from "./chromium-engine.mjs";
import { kindOf, kinds, planOf } from "./plan.mjs";
import { randomOf } from "./random.mjs";
import { operations } from "./operations.mjs";

/** How much longer everything may take where a case failed for want of time on a busy machine. */
const morePatience = 8;

/**
 * Runs the cases of these numbers, over so many lanes for each mode and engine. `failed` is told of each case with
 * findings. Gives rows for the table.
 */
export async function runCases({ seed, numbers, lanesEach, failed, progressed }) {
  // A key with characters that are spelled otherwise in JSON and in a query.
  const random = randomOf(seed, 7);
  const apiKey = `Kf${random.hex(16)}"/+${random.hex(16)}`;
  const wanted = kinds.filter((kind, index) => numbers.some((number) => number % kinds.length === index));
  const needsPage = wanted.some(({ engine }) => engine === "chromium");
  const browser = needsPage ? await launch() : undefined;
  const origin = needsPage ? await pageOrigin() : undefined;

  const rows = new Map([...Object.keys(operations), "after the last case"].map((name) => [name, emptyRow()]));
  const totals = { acted: 0, again: 0, slowestAbort: 0, slowest: [] };

  async function work(kind, queue) {
    const runnerOf = (ears) =>
      kind.engine === "node" ? nodeRunner(ears) : pageRunner({ browser, origin: origin.url, ...ears });
    const lane = await openLane({ ...kind, apiKey, runnerOf });
    for (let number; (number = queue.shift()) !== undefined;) {
      const plan = planOf(seed, number, apiKey);
      const began = performance.now();
      let shown = await lane.run(plan);
      if (forWantOfTime(shown)) {
        totals.again += 1;
        shown = await lane.run(plan, morePatience);
      }
      const row = rows.get(plan.operation);
      row.cases += 1;
      row[shown.result] += shown.findings.length > 0 ? 0 : 1;
      totals.acted += shown.acted > 0 ? 1 : 0;
      totals.slowestAbort = Math.max(totals.slowestAbort, shown.outcome.abort?.ms ?? 0);
      totals.slowest = [...totals.slowest, { number, ms: performance.now() - began }]
        .sort((one, other) => other.ms - one.ms)
        .slice(0, 5);
      for (const column of new Set(shown.findings.map(([column]) => column))) row[column] += 1;
      if (shown.findings.length > 0) failed(plan, shown);
      progressed?.();
    }
    const findings = await lane.close();
    for (const [column] of findings) rows.get("after the last case")[column] += 1;
    if (findings.length > 0) failed({ seed, ...kind, after: "the last case" }, { findings });
  }

  try {
    const queues = wanted.map((kind) => [kind, numbers.filter((number) => kindOf(number) === kind)]);
    await Promise.all(
      queues.flatMap(([kind, queue]) =>
        Array.from({ length: Math.min(lanesEach, queue.length) }, () => work(kind, queue)),
      ),
    );
  } finally {
    await browser?.close();
    origin?.close();
  }
  return { rows, totals };
}

function emptyRow() {
  return Object.fromEntries(["cases", "survived", "failed", "aborted", ...columns].map((column) => [column, 0]));
}

/**
 * A failure that a stall explains where the time was short: `stallTimeout` is a fraction of a second in such cases, and a
 * busy machine may be silent for longer. Timings decide nothing, so the case is repeated with more of it.
 */
function forWantOfTime({ findings, outcome }) {
  const timedOut = outcome.retries.includes("TIMEOUT") || JSON.stringify(outcome).includes('"code":"TIMEOUT"');
  return timedOut && findings.some(([column]) => column === "false failures" || column === "wrong codes");
}

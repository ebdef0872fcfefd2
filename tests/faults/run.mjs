// Runs cases on several workers at once and adds up their results.
import { chromiumEngine, launch, pageOrigin } from "./chromium-engine.mjs";
import { nodeEngine } from "./node-engine.mjs";
import { operations } from "./operations.mjs";
import { kindOf, kinds, planOf } from "./plan.mjs";
import { randomOf } from "./random.mjs";
import { findingKinds } from "./verify.mjs";
import { startWorker } from "./worker.mjs";

/** How many times longer the time-outs of a case are when it is repeated. */
const repeatTimeScale = 8;

/**
 * Runs the cases of these numbers, on `workersEach` workers for each mode and engine. Calls `onFailure` with each case
 * that has findings. Resolves to the rows of the table, by operation, and to the totals.
 */
export async function runCases({ seed, numbers, workersEach, onFailure, onProgress }) {
  // A key with characters that JSON and queries escape.
  const random = randomOf(seed, 7);
  const apiKey = `Kf${random.hex(16)}"/+${random.hex(16)}`;
  const wanted = kinds.filter((_, index) => numbers.some((number) => number % kinds.length === index));
  const needsPage = wanted.some(({ engine }) => engine === "chromium");
  const browser = needsPage ? await launch() : undefined;
  const origin = needsPage ? await pageOrigin() : undefined;

  const rows = new Map([...Object.keys(operations), "after the last case"].map((name) => [name, emptyRow()]));
  const totals = { acted: 0, repeated: 0, slowestAbort: 0, slowest: [] };

  async function work(kind, queue) {
    const startEngine = (listeners) =>
      kind.engine === "node" ? nodeEngine(listeners) : chromiumEngine({ browser, origin: origin.url, ...listeners });
    const worker = await startWorker({ ...kind, apiKey, startEngine });
    for (let number; (number = queue.shift()) !== undefined;) {
      const plan = planOf(seed, number, apiKey);
      const began = performance.now();
      let verdict = await worker.run(plan);
      if (isTimeoutFailure(verdict)) {
        totals.repeated += 1;
        verdict = await worker.run(plan, repeatTimeScale);
      }
      const row = rows.get(plan.operation);
      row.cases += 1;
      row[verdict.result] += verdict.findings.length > 0 ? 0 : 1;
      totals.acted += verdict.acted > 0 ? 1 : 0;
      totals.slowestAbort = Math.max(totals.slowestAbort, verdict.outcome.abort?.ms ?? 0);
      totals.slowest = [...totals.slowest, { number, ms: performance.now() - began }]
        .sort((one, other) => other.ms - one.ms)
        .slice(0, 5);
      for (const kind of new Set(verdict.findings.map(([kind]) => kind))) row[kind] += 1;
      if (verdict.findings.length > 0) onFailure(plan, verdict);
      onProgress?.();
    }
    const findings = await worker.stop();
    for (const [kind] of findings) rows.get("after the last case")[kind] += 1;
    if (findings.length > 0) onFailure({ seed, ...kind, after: "the last case" }, { findings });
  }

  try {
    const queues = wanted.map((kind) => [kind, numbers.filter((number) => kindOf(number) === kind)]);
    await Promise.all(
      queues.flatMap(([kind, queue]) =>
        Array.from({ length: Math.min(workersEach, queue.length) }, () => work(kind, queue)),
      ),
    );
  } finally {
    await browser?.close();
    origin?.close();
  }
  return { rows, totals };
}

function emptyRow() {
  return Object.fromEntries(["cases", "succeeded", "failed", "aborted", ...findingKinds].map((name) => [name, 0]));
}

/**
 * Returns whether a stall may explain the failure: `stallTimeout` is a fraction of a second in some cases, and a busy
 * machine may be silent for longer. Timings must not decide the result, so such a case is repeated with longer time-outs.
 */
function isTimeoutFailure({ findings, outcome }) {
  const timedOut = outcome.retries.includes("TIMEOUT") || JSON.stringify(outcome).includes('"code":"TIMEOUT"');
  return timedOut && findings.some(([kind]) => kind === "false failures" || kind === "wrong codes");
}

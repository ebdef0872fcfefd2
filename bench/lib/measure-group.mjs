// Measures a group, prints the progress, and writes the results.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { step } from "../../scripts/lib/run.mjs";
import { chart } from "./charts.mjs";
import { metrics } from "./metrics.mjs";
import { machine } from "./report.mjs";
import { results } from "./results.mjs";
import { runRounds } from "./rounds.mjs";

/** `measure` is the function that a file of bench/groups exports; `times` has the numbers of `rounds` and `warmUps`. */
export async function measureGroup(number, measure, { quick, program, times }) {
  const facts = machine();
  const compare = async (name, clients) => {
    console.log(`   ${name}`);
    return runRounds(clients, times, (client, round, run) => {
      const outcome = run instanceof Error ? `failed: ${run.message}` : metrics.ms.format(run.ms);
      console.log(`      ${round < 0 ? "warm-up" : `round ${round + 1}`}  ${client}: ${outcome}`);
    });
  };
  const group = await step(`Group ${number}`, () => measure({ quick, program, compare }));
  return { number, ...group, rounds: times.rounds, machine: facts, chart: `charts/${number}.svg` };
}

/** Writes results, tables and charts into a folder. */
export async function write(folder, groups) {
  writeFileSync(join(folder, "results.json"), `${JSON.stringify(groups, null, 1)}\n`);
  writeFileSync(join(folder, "RESULTS.md"), `${results(groups).trim()}\n`);
  for (const group of groups) writeFileSync(join(folder, group.chart), await chart(group));
}

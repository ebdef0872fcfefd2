// Measures a group, tells how it goes, and writes all that is known.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { step } from "../../scripts/lib/run.mjs";
import { chart } from "./charts.mjs";
import { contest } from "./rounds.mjs";
import { figures } from "./metrics.mjs";
import { machine } from "./report.mjs";
import { results } from "./results.mjs";

/** `measure` is what a file of bench/groups exports; `times` is how many `rounds` and `warmUps`. */
export async function measureGroup(number, measure, { quick, program, times }) {
  const where = machine();
  const compete = async (name, contestants) => {
    console.log(`   ${name}`);
    return contest(contestants, times, (who, round, run) => {
      const what = run instanceof Error ? `failed: ${run.message}` : figures.ms.text(run.ms);
      console.log(`      ${round < 0 ? "warm-up" : `round ${round + 1}`}  ${who}: ${what}`);
    });
  };
  const group = await step(`Group ${number}`, () => measure({ quick, program, contest: compete }));
  return { number, ...group, rounds: times.rounds, machine: where, chart: `charts/${number}.svg` };
}

/** Writes results, tables and charts into a folder. */
export async function write(folder, groups) {
  writeFileSync(join(folder, "results.json"), `${JSON.stringify(groups, null, 1)}\n`);
  writeFileSync(join(folder, "RESULTS.md"), `${results(groups).trim()}\n`);
  for (const group of groups) writeFileSync(join(folder, group.chart), await chart(group));
}

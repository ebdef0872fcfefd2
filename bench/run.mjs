// npm run bench [-- --quick] [-- --rounds N] [-- GROUP...]: compares this package with alternatives, and writes
// bench/RESULTS.md, bench/results.json, the charts and a table in README.md. Numbers select groups; the results of the
// others remain. Default: five rounds. --quick measures a little of everything, to test the benchmark itself: it writes to
// test-results/bench and fails if any client fails.
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fail, root, run, seconds, step } from "../scripts/lib/run.mjs";
import { setUp } from "../scripts/lib/setup.mjs";

const files = readdirSync(join(root, "bench/groups"));
const allGroups = files.map((name) => [Number.parseInt(name, 10), `./groups/${name}`]);

async function main() {
  const { values, positionals } = parseArgs({
    options: { quick: { type: "boolean" }, rounds: { type: "string" } },
    allowPositionals: true,
  });
  const { quick = false } = values;
  const times = quick ? { rounds: 1, warmUps: 0 } : { rounds: Number(values.rounds ?? 5), warmUps: 1 };
  if (!(times.rounds >= 1)) throw new Error(`--rounds: a number from 1, not ${values.rounds}`);
  const wanted = allGroups.filter(([number]) => positionals.length === 0 || positionals.includes(String(number)));
  const unknown = positionals.filter((text) => !allGroups.some(([number]) => String(number) === text));
  if (unknown.length > 0) throw new Error(`unknown group ${unknown[0]}: they are 1 to ${allGroups.length}`);
  await setUp("bench");
  const program = quick ? undefined : await fastServer();

  const folder = join(root, quick ? "test-results/bench" : "bench");
  // Imported only now, since setUp installs their dependencies.
  const { measureGroup, write } = await import("./lib/measure-group.mjs");
  const { writeSpeeds } = await import("./lib/readme-table.mjs");
  const known = join(folder, "results.json");
  const groups = quick || !existsSync(known) ? [] : JSON.parse(readFileSync(known, "utf8"));
  mkdirSync(join(folder, "charts"), { recursive: true });
  const began = performance.now();
  for (const [number, path] of wanted) {
    const { run: measure } = await import(path);
    const group = await measureGroup(number, measure, { quick, program, times });
    groups.splice(0, groups.length, ...groups.filter((other) => other.number !== number), group);
    groups.sort((one, other) => one.number - other.number);
    // Written after each group, so that its results remain if the next one fails.
    await write(folder, groups);
    if (!quick) writeSpeeds(groups);
  }
  console.log(`\nMeasured in ${seconds(performance.now() - began)}; ${join(folder, "RESULTS.md")} has the results.`);
  const all = groups.flatMap(({ cases }) => cases).flatMap(({ results }) => Object.values(results));
  const failures = all.filter(({ failed }) => failed);
  if (failures.length > 0) throw new Error(`${failures.length} clients failed: ${failures[0].failed}`);
}

/** Builds the local server with optimisations, so that it does not limit the clients. */
async function fastServer() {
  await step("Building the local server, optimised (five minutes the first time)", () =>
    run("cargo", ["build", "--quiet", "--locked", "--profile", "fast", "-p", "opik-attachments-server"]),
  );
  return join(root, "target/fast/opik-attachments-server");
}

main().catch(fail);

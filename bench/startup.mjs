// npm run bench:startup: what the package adds to the start of a Node program, up to its first call. Writes
// bench/STARTUP.md.
import { spawnSync } from "node:child_process";
import { buildAll } from "../scripts/lib/build-all.mjs";
import { fail, root } from "../scripts/lib/run.mjs";
import { machine, report, table } from "./lib/report.mjs";

const rounds = 20;

/** An Opik without a network: what is measured is this package, and not a server. */
const opik = `
const entityId = "0190babc-62a0-71d2-832a-0feffa4676eb";
const answers = { retrieve: { id: entityId }, list: { page: 1, size: 0, total: 0, content: [] } };
const fetch = async (url) => Response.json(answers[/\\/(retrieve|list)/.exec(url)[1]]);`;
const firstCall = `${opik}
const client = new AttachmentClient({ apiUrl: "http://127.0.0.1/api", fetch });
client.getAttachmentList({ entityType: "trace", entityId }).then((list) => process.exit(list.length));`;
const withoutPackage = `${opik}
for (const path of ["/retrieve", "/list"]) fetch(path).then((answer) => answer.json());`;

const imported = `import { AttachmentClient } from "opik-attachments";`;
const required = `const { AttachmentClient } = require("opik-attachments");`;
const initialised = `import { AttachmentClient, init } from "opik-attachments/slim"; await init();`;

const programs = {
  emptyModule: ["module", ";"],
  emptyScript: ["commonjs", ";"],
  imported: ["module", imported],
  required: ["commonjs", required],
  slim: ["module", initialised],
  moduleAlone: ["module", withoutPackage],
  scriptAlone: ["commonjs", withoutPackage],
  importedCall: ["module", imported + firstCall],
  requiredCall: ["commonjs", required + firstCall],
  slimCall: ["module", initialised + firstCall],
};
const [loadedGoal, calledGoal] = [15, 25];
const nothing = "an empty program";
const asking = "the same `fetch`, asked without the package";

/** What is told: a program, the one that it is measured against, and a goal for the difference in milliseconds. */
const comparisons = [
  ["`import`", nothing, "imported", "emptyModule", loadedGoal],
  ["`require`", nothing, "required", "emptyScript", loadedGoal],
  ["`import` of slim, `init()`", nothing, "slim", "emptyModule", loadedGoal],
  ["`import`, client, first call", nothing, "importedCall", "emptyModule", calledGoal],
  ["`import`, client, first call", asking, "importedCall", "moduleAlone"],
  ["`require`, client, first call", nothing, "requiredCall", "emptyScript", calledGoal],
  ["`require`, client, first call", asking, "requiredCall", "scriptAlone"],
  ["slim, `init()`, client, first call", nothing, "slimCall", "emptyModule", calledGoal],
  ["slim, `init()`, client, first call", asking, "slimCall", "moduleAlone"],
  [asking, nothing, "moduleAlone", "emptyModule"],
];

/** How long a fresh process takes, from its start to its end. */
function timeOf([type, source]) {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [`--input-type=${type}`, "--eval", source], { cwd: root });
  const took = performance.now() - began;
  if (status !== 0) throw new Error(`a measured program ended with status ${status}: ${stderr}`);
  return took;
}

/** Times of each program by rounds, so that what is compared ran at about the same moment. */
function measure() {
  const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  // The first round only fills caches.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, program] of Object.entries(programs)) {
      const took = timeOf(program);
      if (round > 0) times[name].push(took);
    }
  }
  return times;
}

function row([what, against, name, baseline, goal], times) {
  const differences = times[name].map((took, round) => took - times[baseline][round]).sort((a, b) => a - b);
  const [quarter, median, threeQuarters] = [0.25, 0.5, 0.75].map((share) => differences[Math.floor(rounds * share)]);
  const fastest = Math.min(...times[name]) - Math.min(...times[baseline]);
  const verdict = goal === undefined ? "" : `${goal} ms, ${median <= goal ? "met" : "missed"}`;
  return [what, against, verdict, ...[median, quarter, threeQuarters, fastest].map((ms) => `${ms.toFixed(1)} ms`)];
}

async function main() {
  await buildAll();
  const facts = machine();
  const times = measure();
  const rows = comparisons.map((comparison) => row(comparison, times));
  report(
    "STARTUP.md",
    `# What the package adds to the start of a Node program

\`npm run bench:startup\` writes this file. Each row compares fresh processes, from their start to their end: median and
quartiles of ${rounds} differences after a warm-up, and the difference of the fastest ones, which a busy machine disturbs
least. The first call lists the attachments of a trace: two requests, answered within the process by a \`fetch\` that makes
a \`Response\`. Node loads its own fetch when that is first used, with or without this package; the last row says what that
costs.

${facts}.

${table(["what", "beyond", "goal", "added", "25 %", "75 %", "fastest"], rows, 4)}`,
  );
}

main().catch(fail);

// npm run bench:startup: measures what the package adds to the startup of a Node program, up to its first call. Writes
// bench/STARTUP.md.
import { spawnSync } from "node:child_process";
import { fail, root } from "../scripts/lib/run.mjs";
import { setUp } from "../scripts/lib/setup.mjs";
import { machine, report, table } from "./lib/report.mjs";

const rounds = 20;

/** A stub of Opik without a network, so that no server is measured. */
const opikStub = `
const entityId = "0190babc-62a0-71d2-832a-0feffa4676eb";
const answers = { retrieve: { id: entityId }, list: { page: 1, size: 0, total: 0, content: [] } };
const fetch = async (url) => Response.json(answers[/\\/(retrieve|list)/.exec(url)[1]]);`;
const firstCall = `${opikStub}
const client = new AttachmentClient({ apiUrl: "http://127.0.0.1/api", fetch });
client.getAttachmentList({ entityType: "trace", entityId }).then((list) => process.exit(list.length));`;
const withoutPackage = `${opikStub}
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
const [loadThreshold, callThreshold] = [15, 25];
const emptyProgram = "an empty program";
const fetchAlone = "the same `fetch` without the package";

/** Each compares a program with a baseline. The last field is the threshold for the difference, in milliseconds. */
const comparisons = [
  ["`import`", emptyProgram, "imported", "emptyModule", loadThreshold],
  ["`require`", emptyProgram, "required", "emptyScript", loadThreshold],
  ["`import` of slim, `init()`", emptyProgram, "slim", "emptyModule", loadThreshold],
  ["`import`, client, first call", emptyProgram, "importedCall", "emptyModule", callThreshold],
  ["`import`, client, first call", fetchAlone, "importedCall", "moduleAlone"],
  ["`require`, client, first call", emptyProgram, "requiredCall", "emptyScript", callThreshold],
  ["`require`, client, first call", fetchAlone, "requiredCall", "scriptAlone"],
  ["slim, `init()`, client, first call", emptyProgram, "slimCall", "emptyModule", callThreshold],
  ["slim, `init()`, client, first call", fetchAlone, "slimCall", "moduleAlone"],
  [fetchAlone, emptyProgram, "moduleAlone", "emptyModule"],
];

/** Returns how long a new process takes, from its start to its exit. */
function timeOf([type, source]) {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [`--input-type=${type}`, "--eval", source], { cwd: root });
  const took = performance.now() - began;
  if (status !== 0) throw new Error(`a measured program ended with status ${status}: ${stderr}`);
  return took;
}

/** Returns the times of each program. They run in rounds, so that compared programs run at about the same time. */
function measure() {
  const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  // The first round fills caches and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, program] of Object.entries(programs)) {
      const took = timeOf(program);
      if (round > 0) times[name].push(took);
    }
  }
  return times;
}

function row([measured, comparedWith, name, baseline, threshold], times) {
  const differences = times[name].map((took, round) => took - times[baseline][round]).sort((a, b) => a - b);
  const [quarter, median, threeQuarters] = [0.25, 0.5, 0.75].map((share) => differences[Math.floor(rounds * share)]);
  const fastest = Math.min(...times[name]) - Math.min(...times[baseline]);
  const verdict = threshold === undefined ? "" : `${threshold} ms, ${median <= threshold ? "met" : "missed"}`;
  return [measured, comparedWith, verdict, ...[median, quarter, threeQuarters, fastest].map((ms) => `${ms.toFixed(1)} ms`)];
}

async function main() {
  await setUp("bench:startup");
  const facts = machine();
  const times = measure();
  const rows = comparisons.map((comparison) => row(comparison, times));
  report(
    "STARTUP.md",
    `# Startup cost of the package in Node

\`npm run bench:startup\` writes this file. Each row compares new processes, from their start to their exit: median and
quartiles of ${rounds} differences after a warm-up, and the difference of the fastest processes, on which a busy machine has
the least influence. The first call lists the attachments of a trace: two requests, answered within the process by a
\`fetch\` that creates a \`Response\`. Node loads its built-in fetch at its first use, with or without this package; the last
row is the cost of that.

${facts}.

${table(["measured", "compared with", "threshold", "added", "25 %", "75 %", "fastest"], rows, 4)}`,
  );
}

main().catch(fail);

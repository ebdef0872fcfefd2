// npm run test:packaging: packs the npm package, installs the tarball as a user would, checks the tarball itself, and runs
// a scenario in every environment of tests/packaging: bundlers, pages and workers of three browsers, Node, Deno, Bun and
// workerd. Arguments select folders.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onNewNode } from "./lib/new-node.mjs";
import { fail, run, seconds, step } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";
import { installTarball, packTarball } from "./lib/tarball.mjs";
import { importTest } from "./lib/test-files.mjs";

async function main() {
  // Ended from outside, it still ends what it has started.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  const { columns, environmentFolders, runEnvironments } = await importTest("packaging/run.mjs");
  const folders = process.argv.slice(2);
  for (const name of folders) {
    if (!environmentFolders().includes(name)) throw new Error(`unknown folder ${name}: ${environmentFolders().join(", ")}`);
  }
  await setUp("test:packaging");
  await step("The tarball", checkTarball);

  const began = performance.now();
  const wanted = folders.length > 0 ? folders : environmentFolders();
  const rows = await step("The package in bundlers, browsers and runtimes", () => runEnvironments(wanted, report));
  table(columns, rows);
  const failed = rows.filter(({ result }) => result !== "ok").length;
  console.log(`\n${rows.length - failed} passed, ${failed} failed, in ${seconds(performance.now() - began)}`);
  process.exit(failed > 0 ? 1 : 0);
}

/** Installs it, too. */
async function checkTarball() {
  const folder = mkdtempSync(join(tmpdir(), "opik-attachments-"));
  try {
    const tarball = await packTarball(folder);
    await installTarball(tarball, "tests/packaging", onNewNode);
    const env = { OPIK_ATTACHMENTS_TARBALL: tarball };
    await run(process.execPath, ["--test", "--test-reporter=spec", "tests/packaging/tarball/"], { env });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function report({ environment, result, why }) {
  console.log(`   ${result === "ok" ? "✓" : "✗"} ${environment}`);
  for (const each of why) console.log(`     ${each.replaceAll("\n", "\n     ")}`);
}

function table(columns, rows) {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  console.log();
  for (const line of lines) console.log(line.map((cell, at) => cell.padEnd(widths[at])).join(" | ").trimEnd());
}

main().catch(fail);

// Runs the scenario in every environment against the local server in both modes, a few at a time, and collects a row of
// a table for each use of the package.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";
import { storedFor, verify } from "./verify.mjs";

export const columns = ["environment", "version", "upload", "list", "download", "result"];
/** Three keep two cores busy. */
const concurrency = 3;
const modes = ["direct", "store"];

/** Returns the folders that define environments. */
export const environmentFolders = () =>
  readdirSync(import.meta.dirname).filter((name) => existsSync(join(import.meta.dirname, name, "environment.mjs")));

/** Runs the environments of these folders and resolves to their rows. Calls `onRow` with each row once it is there. */
export async function runEnvironments(folders, onRow) {
  const modules = await Promise.all(folders.map((folder) => import(`./${folder}/environment.mjs`)));
  const queue = modules.flatMap(({ environments }) => environments);
  const servers = {};
  const rows = [];
  try {
    for (const mode of modes) servers[mode] = await startServer({ mode, cors: true, admin: true, www: "tests/packaging" });
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await runEnvironment(next, servers, addRow);
    };
    await Promise.all(Array.from({ length: concurrency }, work));
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
  return rows.sort((a, b) => (a.environment < b.environment ? -1 : 1));

  function addRow(row) {
    rows.push(row);
    onRow(row);
  }
}

/** Runs one environment. A failure outside of any row, such as that of a build, becomes a row, too. */
async function runEnvironment({ name, version, run }, servers, addRow) {
  let shownVersion = "";
  const row = async (variant, runOnTargets) => {
    const cells = await attempt(runOnTargets, servers).then(verdict, failure);
    addRow({ environment: `${name}, ${variant}`, version: shownVersion, ...cells });
  };
  try {
    shownVersion = await version();
    if (!shownVersion) throw new Error("its version is unknown");
    await run({ row, pagesUrl: servers.store.pageUrl });
  } catch (error) {
    addRow({ environment: name, version: shownVersion, ...failure(error) });
  }
}

/** Runs the scenario on new traces, one in each mode, and resolves to what is wrong with each. */
async function attempt(runOnTargets, servers) {
  const traces = modes.map((mode) => ({ mode, entityId: uuidV7(), server: servers[mode] }));
  const outcomes = await runOnTargets(traces.map(({ entityId, server }) => ({ apiUrl: server.apiUrl, entityId })));
  if (outcomes.length !== traces.length) throw new Error(`${outcomes.length} outcomes of ${traces.length}`);
  return Promise.all(traces.map(async (trace, at) => verify(outcomes[at], await storedFor(trace))));
}

/** Returns the cells of a row and the reasons for them. */
function verdict(wrongs) {
  const reasons = (wrong, mode) => Object.entries(wrong).map(([column, text]) => `${mode}, ${column}: ${text}`);
  const why = wrongs.flatMap((wrong, at) => reasons(wrong, modes[at]));
  const cell = (column) => (wrongs.some((wrong) => wrong[column]) ? "wrong" : "ok");
  const cells = { upload: cell("upload"), list: cell("list"), download: cell("download") };
  return { ...cells, result: why.length === 0 ? "ok" : "FAILED", why };
}

/** Returns the same for a run that did not end. */
const failure = (error) => ({ upload: "-", list: "-", download: "-", result: "FAILED", why: [error.message] });

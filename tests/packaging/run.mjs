// Runs the places against the local server in both of its modes, a few at once, and gathers a row of a table for each
// way in which the package was used.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";
import { judge, storedFor } from "./verify.mjs";

export const columns = ["place", "version", "upload", "list", "download", "result"];
/** Two cores are busy with three. */
const lanes = 3;
const modes = ["direct", "store"];

/** The folders with a place of theirs. */
export const placeFolders = () =>
  readdirSync(import.meta.dirname).filter((name) => existsSync(join(import.meta.dirname, name, "environment.mjs")));

/** Runs the places of the `folders` named, and resolves to a row for each; `told` is called with every row at once. */
export async function runPlaces(folders, told) {
  const modules = await Promise.all(folders.map((folder) => import(`./${folder}/environment.mjs`)));
  const waiting = modules.flatMap(({ places }) => places);
  const servers = {};
  const rows = [];
  try {
    for (const mode of modes) servers[mode] = await startServer({ mode, cors: true, admin: true, www: "tests/packaging" });
    const lane = async () => {
      for (let place = waiting.shift(); place; place = waiting.shift()) await runPlace(place, servers, tell);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
  return rows.sort((a, b) => (a.place < b.place ? -1 : 1));

  function tell(row) {
    rows.push(row);
    told(row);
  }
}

/** What goes wrong outside of any row, such as a build, is a row as well. */
async function runPlace({ name, version, run }, servers, tell) {
  let shownVersion = "";
  const row = async (what, job) => {
    const place = `${name}, ${what}`;
    const cells = await attempt(job, servers).then(verdict, failure);
    tell({ place, version: shownVersion, ...cells });
  };
  try {
    shownVersion = await version();
    if (!shownVersion) throw new Error("it does not tell its version");
    await run({ row, pagesUrl: servers.store.pageUrl });
  } catch (error) {
    tell({ place: name, version: shownVersion, ...failure(error) });
  }
}

/** Has a job done on traces of its own, one in each mode, and resolves to what is wrong with each. */
async function attempt(job, servers) {
  const traces = modes.map((mode) => ({ mode, entityId: uuidV7(), server: servers[mode] }));
  const outcomes = await job(traces.map(({ entityId, server }) => ({ apiUrl: server.apiUrl, entityId })));
  if (outcomes.length !== traces.length) throw new Error(`${outcomes.length} outcomes of ${traces.length}`);
  return Promise.all(traces.map(async (trace, at) => judge(outcomes[at], await storedFor(trace))));
}

/** The cells of a row, and why they are what they are. */
function verdict(wrongs) {
  const reasons = (wrong, mode) => Object.entries(wrong).map(([column, text]) => `${mode}, ${column}: ${text}`);
  const why = wrongs.flatMap((wrong, at) => reasons(wrong, modes[at]));
  const cell = (column) => (wrongs.some((wrong) => wrong[column]) ? "wrong" : "ok");
  const cells = { upload: cell("upload"), list: cell("list"), download: cell("download") };
  return { ...cells, result: why.length === 0 ? "ok" : "FAILED", why };
}

/** The same of a job that did not come to an end. */
const failure = (error) => ({ upload: "-", list: "-", download: "-", result: "FAILED", why: [error.message] });

// The local server answers like a real Opik. Sends it the requests that an Opik 2.1.24 with MinIO received in direct mode, in
// object-store mode, and in direct mode with CORS, and compares its answers with the recorded ones.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { root } from "../../scripts/lib/run.mjs";
import { startServer } from "../../scripts/lib/server.mjs";
import { Api } from "./lib/api.mjs";
import { compare, count, kinds } from "./lib/compare.mjs";
import { knownDifferences } from "./lib/known-differences.mjs";
import { Recorder } from "./lib/recorder.mjs";
import * as direct from "./requests/direct.mjs";
import { limits, listing, routing } from "./requests/list.mjs";
import { completion, deletion, projects, uploadStart } from "./requests/posts.mjs";
import * as store from "./requests/store.mjs";

const common = [listing, routing, projects, uploadStart, deletion, completion, limits];
const inDirectMode = [
  direct.uploads, direct.wrongUploads, direct.otherProjects, direct.fileNames, direct.order, direct.downloads, direct.ignoredCompletion,
];
const inStoreMode = [
  store.forbidden, store.twoParts, store.tagsOfParts, store.wrongCompletions, store.partRequests, store.emptyFiles, store.overwriting,
  store.fileNames,
];

const recordings = {
  "opik-direct": { mode: "direct", groups: [...common, ...inDirectMode] },
  "opik-store": { mode: "store", groups: [...common, ...inStoreMode] },
  // That Opik was not new: it had a project of that name.
  "opik-cors": { mode: "direct", cors: true, groups: [...common, ...inDirectMode], project: "5" },
};

const read = (name) =>
  readFileSync(join(root, `tests/conformance/${name}.jsonl`), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));

/** Sends the requests of a recording to a new server and resolves to its answers. */
async function record({ mode, cors = false, groups, project }) {
  // The recorded Opik accepted any id, so the requests have ids of an older version.
  const server = await startServer({ mode, cors, ids: "any" });
  try {
    const recorder = new Recorder(new URL(server.apiUrl).origin);
    const api = new Api(recorder);
    if (project) {
      const target = api.uploadTarget(api.entity("before"), "a.txt", { project_name: project });
      await recorder.prepare({ method: "PUT", target, body: Buffer.from("x") });
    }
    for (const group of groups) await group(api);
    return recorder.steps;
  } finally {
    await server.stop();
  }
}

const short = (value) => (JSON.stringify(value) ?? "nothing").slice(0, 600);
const summaries = [];
after(() => console.log(summaries.join("\n")));

for (const [name, recording] of Object.entries(recordings)) {
  test(`the server answers as in ${name}`, async () => {
    const theirs = read(name);
    const differences = compare(await record(recording), theirs);
    const listed = knownDifferences.filter((each) => each.recording === name).flatMap(({ steps }) => steps);
    const unknown = differences.filter(({ step }) => !listed.includes(step));
    const counts = Object.entries(count(unknown)).map(([kind, number]) => `${number} ${kinds[kind]}`);
    summaries.push(`${name}: ${theirs.length} steps, ${counts.join(", ")}; ${listed.length} differ as the README says`);
    const lines = unknown.map(({ step, kind, ours, theirs }) => `${step}: ${kind}\n   here ${short(ours)}\n   Opik ${short(theirs)}`);
    assert.equal(unknown.length, 0, `${summaries.at(-1)}\n${lines.join("\n")}`);
    const differing = new Set(differences.map(({ step }) => step));
    assert.deepEqual(listed.filter((step) => !differing.has(step)), [], "these no longer differ, although lib/known-differences.mjs and the README list them");
  });
}

test("the known differences are few, and in the server's README", () => {
  assert.ok(knownDifferences.length <= 5);
  const section = readFileSync(join(root, "server/README.md"), "utf8").split("## Differences from Opik")[1];
  for (const { readme } of knownDifferences) assert.ok(section.includes(`\n${readme}`), readme);
});

test("every kind of difference is noticed", () => {
  const theirs = read("opik-direct");
  const index = theirs.findIndex(({ step }) => step === "dl/gzip-text/plain");
  const changed = (change) => compare(theirs.with(index, { ...theirs[index], ...change }), theirs).map(({ kind }) => kind);
  assert.deepEqual(changed({}), []);
  assert.deepEqual(changed({ status: 206 }), ["status"]);
  assert.deepEqual(changed({ json: {} }), ["fields"]);
  assert.deepEqual(changed({ text: "other" }), ["words"]);
  assert.deepEqual(changed({ headers: { ...theirs[index].headers, "content-length": "len" } }), ["length"]);
  assert.deepEqual(changed({ headers: { ...theirs[index].headers, vary: "Origin" } }), ["headers"]);
  assert.deepEqual(compare(theirs.toSpliced(index, 1), theirs).map(({ kind }) => kind), ["status"]);
  assert.deepEqual(compare([...theirs, theirs[index]], theirs).map(({ kind }) => kind), ["status"]);
});

// Our client's requests beside those that Opik's own SDKs were captured sending, job by job: they are equal but for the
// differences that captured/differences.mjs lists, and every one of those is needed.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AttachmentClient } from "opik-attachments";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";
import { differences } from "./captured/differences.mjs";
import { ours } from "./captured/client-calls.mjs";
import { capturedOrigin, fromCapture, fromLog, inLines, readCaptured, unlike } from "./captured/normalize.mjs";

const scenarios = readCaptured();
const apiKey = "the-key-of-the-captures";
const has = (name, part) => name.includes(part);

/** What the log holds, once nothing of it is under way. */
async function settled(server, after) {
  for (;;) {
    const entries = await server.requests({ after });
    if (entries.every(({ outcome }) => outcome !== "pending")) return entries;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Does the job with our client: its requests, and how the calls end, as `{ requests, ends }`; and `covers`. */
async function runOurs({ name, mode }) {
  const keyed = !has(name, "no-api-key");
  const server = await startServer({ mode, admin: true, switches: keyed ? ["--auth", apiKey] : [] });
  try {
    const options = { apiUrl: server.apiUrl, projectName: "demo", ...(keyed && { apiKey }) };
    const other = new AttachmentClient(options);
    // A project exists once something was uploaded to it.
    await other.uploadAttachment({ entityType: "span", entityId: uuidV7(), file: Buffer.from("x"), fileName: "x" });
    const projectId = (await server.state()).rows[0].project_id;
    await fetch(server.apiUrl);
    const bare = (await settled(server, 0)).at(-1).headers;

    // As the SDK was given it: Python's own defaults end in a slash.
    if (has(name, "py") && !has(name, "without-trailing-slash")) options.apiUrl += "/";
    if (has(name, "base64")) {
      const { origin } = new URL(server.apiUrl);
      options.apiUrl = `${capturedOrigin}/a~/api/`;
      options.fetch = (url, init) => fetch(url.replace(capturedOrigin, origin), init);
    }
    // Its parts go one by one, or it would depend on the moment how far the first is when the second is refused.
    if (has(name, "expired")) Object.assign(options, { concurrency: 1, partSize: 5 * 2 ** 20 });
    const client = new AttachmentClient(options);

    const target = { entityType: "trace", entityId: uuidV7() };
    const [entries, ends, covers] = [[], [], []];
    const call = async (run, covering = 1) => {
      const last = (await settled(server, 0)).at(-1).id;
      ends.push(await run().then(() => "well", () => "badly"));
      covers.push(covering);
      entries.push(...(await settled(server, last)));
    };
    await ours[name]({ ...server, client, other, call, target, projectId });

    const names = [
      [new URL(server.apiUrl).host, "{BACKEND}"],
      [new URL(capturedOrigin).host, "{BACKEND}"],
      [projectId, "{PROJECT_ID}"],
      [target.entityId, name.includes("12MiB") && mode === "direct" ? "{SPAN_ID}" : "{TRACE_ID}"],
      [apiKey, "{API_KEY}"],
    ];
    return { run: { requests: fromLog(entries, names, bare), ends }, covers };
  } finally {
    await server.stop();
  }
}

/** What the SDK did, its calls counted as ours are. */
function theirs({ calls }, covers) {
  let next = 0;
  const ends = covers.map((count) => calls[(next += count) - 1].ends);
  assert.equal(next, calls.length, "every call of the SDK has one of ours that stands for it");
  return { requests: fromCapture(calls.flatMap(({ requests }) => requests)), ends };
}

/** The SDK's run after all differences that are not `without`. Calls `acting` with each that changes something. */
function withDifferences(run, name, { without, acting } = {}) {
  return differences.reduce((before, difference) => {
    if (difference === without || !(difference.in ?? [name]).some((part) => name.startsWith(part))) return before;
    const after = structuredClone(before);
    difference.change(after, name);
    if (acting && JSON.stringify(after) !== JSON.stringify(before)) acting(difference);
    return after;
  }, run);
}

/** The differences that have changed something somewhere. */
const acted = new Set();

describe("our client's requests and the captured ones of Opik's SDKs", () => {
  describe("scenarios", { concurrency: 4 }, () => {
    for (const scenario of scenarios) {
      const { name } = scenario;
      test(name, async () => {
        const { run, covers } = await runOurs(scenario);
        const captured = theirs(scenario, covers);
        const acting = [];
        const expected = withDifferences(captured, name, { acting: (difference) => acting.push(difference) });
        acting.forEach((difference) => acted.add(difference));
        const unlisted = unlike(inLines(run), inLines(expected));
        if (unlisted) throw new Error(`not listed (+ our client, - the SDK with the listed differences):\n${unlisted}`);
        for (const difference of acting) {
          const lines = inLines(withDifferences(captured, name, { without: difference }));
          assert.ok(unlike(inLines(run), lines), `listed, but no difference here: ${difference.what}`);
        }
        const idle = differences.filter((it) => it.in?.some((part) => name.startsWith(part)) && !acting.includes(it));
        assert.deepEqual(idle.map(({ what }) => what), [], "listed for this scenario, but the SDK does no such thing");
      });
    }
  });

  test("every scenario is done, every listed difference occurs, and each says why", () => {
    assert.deepEqual(Object.keys(ours).sort(), scenarios.map(({ name }) => name).sort());
    assert.deepEqual(differences.filter((it) => !acted.has(it)).map(({ what }) => what), []);
    for (const { what, why } of differences) assert.ok(what && why, what);
  });
});

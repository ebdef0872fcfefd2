// Compares our client's requests with captured requests of Opik's SDKs, scenario by scenario. They are equal except for the
// differences that captured/differences.mjs lists, each of which is necessary.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AttachmentClient } from "opik-attachments";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";
import { differences } from "./captured/differences.mjs";
import { clientCalls } from "./captured/client-calls.mjs";
import { capturedOrigin, fromCapture, fromLog, inLines, readCaptured, unlike } from "./captured/normalize.mjs";

const scenarios = readCaptured();
const apiKey = "the-key-of-the-captures";
const has = (name, part) => name.includes(part);

/** Resolves to the log of requests, once none of them is pending. */
async function settled(server, after) {
  for (;;) {
    const entries = await server.requests({ after });
    if (entries.every(({ outcome }) => outcome !== "pending")) return entries;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Runs the scenario with our client. Resolves to `requests`, to `ends`, how the calls end, and to `covers`. */
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

    // The base URL as the SDK had it: Python's defaults end in a slash.
    if (has(name, "py") && !has(name, "without-trailing-slash")) options.apiUrl += "/";
    if (has(name, "base64")) {
      const { origin } = new URL(server.apiUrl);
      options.apiUrl = `${capturedOrigin}/a~/api/`;
      options.fetch = (url, init) => fetch(url.replace(capturedOrigin, origin), init);
    }
    // Sends parts one by one: otherwise it depends on timing how far the first is when the second is refused.
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
    await clientCalls[name]({ ...server, client, other, call, target, projectId });

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

/** Returns the run of the SDK, with its calls grouped like ours. */
function theirs({ calls }, covers) {
  let next = 0;
  const ends = covers.map((count) => calls[(next += count) - 1].ends);
  assert.equal(next, calls.length, "every call of the SDK has a counterpart among ours");
  return { requests: fromCapture(calls.flatMap(({ requests }) => requests)), ends };
}

/** Applies all differences except `without` to the SDK's run. Calls `acting` with each that changes something. */
function withDifferences(run, name, { without, acting } = {}) {
  return differences.reduce((before, difference) => {
    if (difference === without || !(difference.in ?? [name]).some((part) => name.startsWith(part))) return before;
    const after = structuredClone(before);
    difference.change(after, name);
    if (acting && JSON.stringify(after) !== JSON.stringify(before)) acting(difference);
    return after;
  }, run);
}

/** The differences that changed something in any scenario. */
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
          assert.ok(unlike(inLines(run), lines), `listed, but no difference here: ${difference.description}`);
        }
        const idle = differences.filter((it) => it.in?.some((part) => name.startsWith(part)) && !acting.includes(it));
        assert.deepEqual(idle.map(({ description }) => description), [], "listed for this scenario, but it changes nothing");
      });
    }
  });

  test("every scenario is covered, every listed difference occurs, and each has a reason", () => {
    assert.deepEqual(Object.keys(clientCalls).sort(), scenarios.map(({ name }) => name).sort());
    assert.deepEqual(differences.filter((it) => !acted.has(it)).map(({ description }) => description), []);
    for (const { description, reason } of differences) assert.ok(description && reason, description);
  });
});

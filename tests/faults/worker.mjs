// A worker: one server and one engine, on which cases run one at a time, since fault rules apply to a whole server.
import { startServer } from "../../scripts/lib/server.mjs";
import { requiresKey } from "./plan.mjs";
import { bytesOf } from "./random.mjs";
import { referenceClient } from "./reference-client.mjs";
import { findSecrets, secretTexts } from "./secret-scan.mjs";
import { verify } from "./verify.mjs";

const projectName = "faults";
/** How long an engine may stay silent after the deadline of a case before it counts as hung. */
const hangTimeoutMs = 15_000;

/** Starts a server of the mode, and the engine that `startEngine` makes. */
export async function startWorker({ mode, engine: engineName, apiKey, startEngine }) {
  const server = await startServer({
    mode,
    cors: true,
    admin: true,
    switches: requiresKey({ mode, engine: engineName }) ? ["--auth", apiKey] : [],
  });
  const reference = referenceClient({ apiUrl: server.apiUrl, apiKey, projectName, mode });
  // Creates the project.
  const unused = { entityType: "trace", entityId: "00000000-0000-7000-8000-000000000000" };
  await reference.put(unused, { name: "first.txt", mimeType: "text/plain" }, new Uint8Array([1]));

  const secrets = secretTexts(apiKey);
  const late = [];
  const onOutput = (text) =>
    findSecrets(text, secrets).length > 0 && late.push(["secrets", `printed: ${text.slice(0, 200)}`]);
  const onUncaught = (error) => late.push(["uncaught", String(error?.stack ?? error)]);
  const engine = await startEngine({ onOutput, onUncaught });

  /** Runs a case and verifies it. `timeScale` multiplies every time-out. */
  async function run(plan, timeScale = 1) {
    const testCase = testCaseOf(plan, { apiUrl: server.apiUrl, apiKey, projectName, timeScale });
    const existing = testCase.method.startsWith("upload") ? testCase.older : testCase.files;
    for (const file of existing) await reference.put(testCase, file, bytesOf(file));
    if (testCase.operation === "downloadAttachment listed") testCase.listed = listEntryOf(await reference.rows(testCase), testCase.files[0].name);

    if (testCase.faults.length > 0) await server.faults.add(testCase.faults.map(({ rule }) => resolveRule(rule, server)));
    const outcome = await observeOrHang(testCase);
    const acted = (await server.faults.list()).filter((fault) => fault.acted > 0).length;
    await server.faults.clear();

    const verdict = await verify(testCase, outcome, reference);
    for (const request of await server.requests()) {
      const hasCredentials = request.headers.some(([name]) => name.toLowerCase() === "authorization");
      if (request.origin === "store" && hasCredentials) verdict.findings.push(["secrets", "credentials sent to the store"]);
    }
    verdict.findings.push(...late.splice(0));
    await fetch(`${server.adminUrl}/requests`, { method: "DELETE" });
    await reference.remove(
      testCase,
      (await reference.rows(testCase)).map((row) => row.file_name),
    );
    return { ...verdict, outcome, acted };
  }

  /** Resolves to what the engine observes; of one that hangs or exits, to a call that is pending. */
  async function observeOrHang(testCase) {
    let timer;
    const hung = new Promise((resolve) => (timer = setTimeout(resolve, testCase.deadline + testCase.quiet + hangTimeoutMs)));
    const uncaught = [];
    const outcome = await Promise.race([engine.run(testCase), hung]).catch((error) => void uncaught.push(error.message));
    clearTimeout(timer);
    if (outcome) return outcome;
    await engine.restart();
    return { how: "pending", retries: [], secrets: [], uncaught, progress: [] };
  }

  return {
    run,
    /** Stops the engine and the server; resolves to the findings that belong to no case. */
    async stop() {
      const uncaught = await engine.stop();
      await server.stop();
      return [...late, ...uncaught.map((error) => ["uncaught", error])];
    },
  };
}

/** Returns what the engine needs: the plan, the server, and the time-outs. */
function testCaseOf(plan, { timeScale, ...server }) {
  const stallTimeout = plan.stallTimeout * timeScale;
  const stalls = plan.faults.some((fault) => fault.stalls);
  // A generous upper bound, which only has to catch what would never end.
  const requests = 4 + 4 * plan.files.length;
  const perAttempt = 1200 + (stalls ? 5 * stallTimeout : 0);
  const deadline = Math.min(20_000 + requests * plan.maxAttempts * perAttempt, 90_000) * timeScale;
  const waits = plan.faults.some(({ rule }) => Object.keys(rule.action.headers ?? {}).length > 0);
  const names = plan.files.slice(0, Math.ceil(plan.files.length / 2)).map(({ name }) => name);
  return { ...plan, ...server, stallTimeout, deadline, quiet: waits ? 1200 : 300, names: [...names, "not there.txt"] };
}

/** Fills in what is known only when a rule is ordered: the time, and the address of the store. */
function resolveRule(rule, { storeUrl }) {
  const inASecond = new Date(Date.now() + 1000).toUTCString();
  return JSON.parse(JSON.stringify(rule).replaceAll("{date}", inASecond).replaceAll("{storeUrl}", storeUrl));
}

/** Returns the row of that name as the package lists it. */
function listEntryOf(rows, name) {
  const {
    file_name: fileName,
    file_size: fileSize,
    mime_type: mimeType,
    link,
  } = rows.find((row) => row.file_name === name);
  return { fileName, fileSize, mimeType, link };
}

// One server and one engine, on which cases run strictly one after the other: fault rules are for a whole server.
import { startServer } from "../../scripts/lib/server.mjs";
import { judge } from "./verify.mjs";
import { asksForKey } from "./plan.mjs";
import { bytesOf } from "./random.mjs";
import { rawClient } from "./reference-client.mjs";
import { needlesOf, secretsIn } from "./secret-scan.mjs";

const projectName = "faults";
/** How much longer the driver waits than the case itself, before it takes the whole engine for hung. */
const hungMs = 15_000;

export async function openLane({ mode, engine, apiKey, runnerOf }) {
  const server = await startServer({
    mode,
    cors: true,
    admin: true,
    switches: asksForKey({ mode, engine }) ? ["--auth", apiKey] : [],
  });
  const raw = rawClient({ apiUrl: server.apiUrl, apiKey, projectName, mode });
  // A project to begin with.
  const nobody = { entityType: "trace", entityId: "00000000-0000-7000-8000-000000000000" };
  await raw.put(nobody, { name: "first.txt", mimeType: "text/plain" }, new Uint8Array([1]));

  const needles = needlesOf(apiKey);
  const late = [];
  const printed = (text) =>
    secretsIn(text, needles).length > 0 && late.push(["secrets", `printed: ${text.slice(0, 200)}`]);
  const uncaught = (error) => late.push(["uncaught", String(error?.stack ?? error)]);
  const runner = await runnerOf({ printed, uncaught });

  /** Runs a case and judges it. `patience` multiplies every wait. */
  async function run(plan, patience = 1) {
    const job = jobOf(plan, { apiUrl: server.apiUrl, apiKey, projectName, patience });
    const present = job.method.startsWith("upload") ? job.older : job.files;
    for (const file of present) await raw.put(job, file, bytesOf(file));
    if (job.operation === "downloadAttachment listed") job.listed = listedIn(await raw.rows(job), job.files[0].name);

    if (job.faults.length > 0) await server.faults.add(job.faults.map(({ rule }) => ordered(rule, server)));
    const outcome = await withinReason(job);
    const acted = (await server.faults.list()).filter((fault) => fault.acted > 0).length;
    await server.faults.clear();

    const verdict = await judge(job, outcome, raw);
    for (const request of await server.requests()) {
      const carries = request.headers.some(([name]) => name.toLowerCase() === "authorization");
      if (request.origin === "store" && carries) verdict.findings.push(["secrets", "credentials sent to the store"]);
    }
    verdict.findings.push(...late.splice(0));
    await fetch(`${server.adminUrl}/requests`, { method: "DELETE" });
    await raw.remove(
      job,
      (await raw.rows(job)).map((row) => row.file_name),
    );
    return { ...verdict, outcome, acted };
  }

  /** What was observed, also where the engine hangs or ends. */
  async function withinReason(job) {
    let timer;
    const hung = new Promise((resolve) => (timer = setTimeout(resolve, job.deadline + job.quiet + hungMs)));
    const strays = [];
    const outcome = await Promise.race([runner.run(job), hung]).catch((error) => void strays.push(error.message));
    clearTimeout(timer);
    if (outcome) return outcome;
    await runner.restart();
    return { how: "pending", retries: [], secrets: [], strays, progress: [] };
  }

  return {
    mode,
    engine,
    run,
    /** Ends everything; gives what came to light only now. */
    async close() {
      const strays = await runner.end();
      await server.stop();
      return [...late, ...strays.map((stray) => ["uncaught", stray])];
    },
  };
}

/** What the engine is told: the plan, the server, and how long things may take. */
function jobOf(plan, { patience, ...where }) {
  const stallTimeout = plan.stallTimeout * patience;
  const stalls = plan.faults.some((fault) => fault.stalls);
  // An upper bound with room to spare, since it is only to catch what would never end.
  const requests = 4 + 4 * plan.files.length;
  const perAttempt = 1200 + (stalls ? 5 * stallTimeout : 0);
  const deadline = Math.min(20_000 + requests * plan.maxAttempts * perAttempt, 90_000) * patience;
  const waits = plan.faults.some(({ rule }) => Object.keys(rule.action.headers ?? {}).length > 0);
  const names = plan.files.slice(0, Math.ceil(plan.files.length / 2)).map(({ name }) => name);
  return { ...plan, ...where, stallTimeout, deadline, quiet: waits ? 1200 : 300, names: [...names, "not there.txt"] };
}

/** A rule with what is only known now: the time, and where the store is. */
function ordered(rule, { storeUrl }) {
  const inASecond = new Date(Date.now() + 1000).toUTCString();
  return JSON.parse(JSON.stringify(rule).replaceAll("{date}", inASecond).replaceAll("{storeUrl}", storeUrl));
}

function listedIn(rows, name) {
  const {
    file_name: fileName,
    file_size: fileSize,
    mime_type: mimeType,
    link,
  } = rows.find((row) => row.file_name === name);
  return { fileName, fileSize, mimeType, link };
}

// Runs the programs of the places, and keeps what they print: a place that says anything it should not has failed.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onNewNode } from "../../../scripts/lib/new-node.mjs";
import { startGroup } from "../../../scripts/lib/process-group.mjs";
import { root } from "../../../scripts/lib/run.mjs";

export const folder = join(root, "tests/packaging");
/** Far longer than it takes, so that only what hangs is ended. */
const patienceMs = 120_000;

/** A program of the places' node_modules. */
export const program = (name) => join(folder, "node_modules/.bin", name);

/** The version of an npm package among the places' own. */
export const versionOf = (name) =>
  JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")).version;

/** Starts a program in the folder of a place. */
const start = (command, args, { place, env }) =>
  startGroup(command, args, { cwd: join(folder, place), env: { ...onNewNode, NO_COLOR: "1", ...env } });

/** Runs a program to its end, which must be a good one, and resolves to what it `said`. */
export async function finish(command, args, options) {
  const { said, ended, stop } = start(command, args, options);
  const timer = setTimeout(stop, patienceMs);
  const how = await ended;
  clearTimeout(timer);
  if (how !== 0) throw new Error(`${[command, ...args].join(" ")} ended with ${how}\n${said.out}${said.err}`);
  return said;
}

/** Runs a bundler, which must have nothing to complain of, and leaves nothing there of what it has built before. */
export async function build(name, args, options) {
  rmSync(join(folder, "dist", options.place), { recursive: true, force: true });
  assertNoComplaints(name, await finish(program(name), args, options));
}

/** Runs a server while `work` is done with it, once it answers at `url`. It must have nothing to complain of. */
export async function whileServing(name, args, { url, ...options }, work) {
  const { said, ended, stop } = start(program(name), args, options);
  const gone = ended.then((how) => {
    throw new Error(`${name} ended by itself with ${how}\n${said.out}${said.err}`);
  });
  try {
    await Promise.race([gone, answers(url)]);
    await Promise.race([gone, work()]);
  } finally {
    gone.catch(() => {});
    await stop();
  }
  assertNoComplaints(name, said);
}

async function answers(url) {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response) return;
    await sleep(50);
  }
  throw new Error(`nothing answers at ${url}`);
}

/** Whatever is on stderr is a complaint, and tools print some of theirs with the rest. */
function assertNoComplaints(name, { out, err }) {
  const told = out.split("\n").filter((line) => /warn|error|deprecat|\(!\)|⚠/i.test(line));
  if (err !== "" || told.length > 0) throw new Error(`${name} complains:\n${err}${told.join("\n")}`);
}

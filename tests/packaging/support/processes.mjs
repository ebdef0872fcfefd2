// Runs the programs of the environments and captures their output: a warning or an error fails the environment.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onNewNode } from "../../../scripts/lib/new-node.mjs";
import { startGroup } from "../../../scripts/lib/process-group.mjs";
import { root } from "../../../scripts/lib/run.mjs";

/** The folder of these tests. */
export const packagingRoot = join(root, "tests/packaging");
/** Far longer than it takes, so that it only ends what hangs. */
const timeoutMs = 120_000;

/** Returns the path of a program in node_modules. */
export const program = (name) => join(packagingRoot, "node_modules/.bin", name);

/** Returns the version of an installed npm package. */
export const versionOf = (name) =>
  JSON.parse(readFileSync(join(packagingRoot, "node_modules", name, "package.json"), "utf8")).version;

/** Starts a program in the folder of an environment. */
const start = (command, args, { folder, env }) =>
  startGroup(command, args, { cwd: join(packagingRoot, folder), env: { ...onNewNode, NO_COLOR: "1", ...env } });

/** Runs a program until it exits, and resolves to its output. Fails if it fails. */
export async function finish(command, args, options) {
  const { said, ended, stop } = start(command, args, options);
  const timer = setTimeout(stop, timeoutMs);
  const how = await ended;
  clearTimeout(timer);
  if (how !== 0) throw new Error(`${[command, ...args].join(" ")} ended with ${how}\n${said.out}${said.err}`);
  return said;
}

/** Removes what a bundler has built before, and runs it. Fails if it prints warnings. */
export async function build(name, args, options) {
  rmSync(join(packagingRoot, "dist", options.folder), { recursive: true, force: true });
  assertNoWarnings(name, await finish(program(name), args, options));
}

/** Starts a server, calls `work` once it answers at `url`, and stops it. Fails if it prints warnings. */
export async function whileServing(name, args, { url, ...options }, work) {
  const { said, ended, stop } = start(program(name), args, options);
  const gone = ended.then((how) => {
    throw new Error(`${name} exited early with ${how}\n${said.out}${said.err}`);
  });
  try {
    await Promise.race([gone, answers(url)]);
    await Promise.race([gone, work()]);
  } finally {
    gone.catch(() => {});
    await stop();
  }
  assertNoWarnings(name, said);
}

async function answers(url) {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response) return;
    await sleep(50);
  }
  throw new Error(`nothing answers at ${url}`);
}

/** Fails if there is anything on stderr, or a warning on stdout, where some tools print theirs. */
function assertNoWarnings(name, { out, err }) {
  const warnings = out.split("\n").filter((line) => /warn|error|deprecat|\(!\)|⚠/i.test(line));
  if (err !== "" || warnings.length > 0) throw new Error(`${name} warns:\n${err}${warnings.join("\n")}`);
}

// Runs a contestant's program once, in a process of its own.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { floor, libStorage, ours, python, typescript } from "./client-names.mjs";
import { clientCpus, onCpus } from "./cpus.mjs";

/** Far longer than anything takes, so that only what hangs is ended. */
const timeout = 15 * 60_000;

/** Nothing but loopback: Opik's SDK reports errors and usage to its makers unless told not to. */
const quiet = { OPIK_SENTRY_ENABLE: "false", OPIK_ANALYTICS_ENABLE: "false" };

const fileOf = (name) => fileURLToPath(new URL(`../clients/${name}`, import.meta.url));

/** Resolves to what the program prints: what its job took. `environment` is added to ours. */
async function runClient(command, file, order, environment) {
  const [program, args] = onCpus(clientCpus, command, [fileOf(file), JSON.stringify(order)]);
  const env = { ...process.env, ...environment };
  try {
    const { stdout } = await promisify(execFile)(program, args, { env, timeout });
    return JSON.parse(stdout.trim().split("\n").at(-1));
  } catch (error) {
    const said = error.stderr?.split("\n") ?? [];
    throw new Error(said.findLast((line) => /error|exception/i.test(line)) ?? error.message);
  }
}

const inNode = (file) => (order) => runClient(process.execPath, file, order);

/** The contestants by name: each takes an order and resolves to what carrying it out took. */
export const clients = {
  [ours]: inNode("opik-attachments.mjs"),
  [floor]: inNode("fetch.mjs"),
  [libStorage]: inNode("lib-storage.mjs"),
  [typescript]: inNode("typescript-sdk.mjs"),
  [python]: ({ apiUrl, ...order }) =>
    runClient(process.env.OPIK_PYTHON_SDK, "python_sdk.py", order, { OPIK_URL_OVERRIDE: `${apiUrl}/`, ...quiet }),
};


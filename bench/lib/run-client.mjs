// Runs the program of a client once, in a new process.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { baseline, libStorage, ours, python, typescript } from "./client-names.mjs";
import { clientCpus, onCpus } from "./cpus.mjs";

/** Far longer than it takes, so that it only ends what hangs. */
const timeout = 15 * 60_000;

/** Keeps Opik's SDK from reporting errors and usage to its makers. */
const quiet = { OPIK_SENTRY_ENABLE: "false", OPIK_ANALYTICS_ENABLE: "false" };

const fileOf = (name) => fileURLToPath(new URL(`../clients/${name}`, import.meta.url));

/** Resolves to the measurement that the program prints. Adds `environment` to this process's. */
async function runClient(command, file, options, environment) {
  const [program, args] = onCpus(clientCpus, command, [fileOf(file), JSON.stringify(options)]);
  const env = { ...process.env, ...environment };
  try {
    const { stdout } = await promisify(execFile)(program, args, { env, timeout });
    return JSON.parse(stdout.trim().split("\n").at(-1));
  } catch (error) {
    const lines = error.stderr?.split("\n") ?? [];
    throw new Error(lines.findLast((line) => /error|exception/i.test(line)) ?? error.message);
  }
}

const inNode = (file) => (options) => runClient(process.execPath, file, options);

/** The programs by the name of their client. Each takes the options of an operation and resolves to its measurement. */
export const programs = {
  [ours]: inNode("opik-attachments.mjs"),
  [baseline]: inNode("fetch.mjs"),
  [libStorage]: inNode("lib-storage.mjs"),
  [typescript]: inNode("typescript-sdk.mjs"),
  [python]: ({ apiUrl, ...options }) =>
    runClient(process.env.OPIK_PYTHON_SDK, "python_sdk.py", options, { OPIK_URL_OVERRIDE: `${apiUrl}/`, ...quiet }),
};


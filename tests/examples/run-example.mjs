// Runs an example as its reader would: by Node, configured by the environment alone.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../../scripts/lib/run.mjs";

/** Starts `examples/NAME`. No configuration of whoever runs the tests reaches it. */
export function startExample(name, args, env, nodeOptions = []) {
  const own = { PATH: process.env.PATH, HOME: "/nonexistent", ...env };
  return spawn(process.execPath, [...nodeOptions, join(root, "examples", name), ...args], { env: own });
}

/** Runs it to its end: `{ status, stdout, stderr }`. */
export async function runExample(...started) {
  const child = startExample(...started);
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"])
    child[name].setEncoding("utf8").on("data", (text) => (printed[name] += text));
  const status = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  return { status, ...printed };
}

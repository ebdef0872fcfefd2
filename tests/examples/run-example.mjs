// Runs an example as its readers do: in Node, configured by environment variables.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../../scripts/lib/run.mjs";

/** Starts `examples/NAME`, isolated from the configuration of the user who runs the tests. */
export function startExample(name, args, env, nodeOptions = []) {
  const own = { PATH: process.env.PATH, HOME: "/nonexistent", ...env };
  return spawn(process.execPath, [...nodeOptions, join(root, "examples", name), ...args], { env: own });
}

/** Runs it until it exits: `{ status, stdout, stderr }`. */
export async function runExample(...started) {
  const child = startExample(...started);
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"])
    child[name].setEncoding("utf8").on("data", (text) => (printed[name] += text));
  const status = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  return { status, ...printed };
}

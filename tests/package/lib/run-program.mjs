// Runs programs that import the installed package.
import { spawn } from "node:child_process";
import { dirname } from "node:path";

const packageTests = dirname(import.meta.dirname);

/** Runs an ES module with this environment alone, and resolves to its status and its output. */
export function runProgram(source, env) {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], { cwd: packageTests, env });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (text) => (stdout += text));
  child.stderr.on("data", (text) => (stderr += text));
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, stdout, stderr })));
}

// Runs commands: their output goes through, their failure is ours.
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository's folder, without a trailing slash. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Runs a command in the repository and resolves when it succeeds. `quiet` shows its output only if it fails. */
export function run(command, args, { env, cwd = root, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"];
    const child = spawn(command, args, { cwd, stdio, env: { ...process.env, ...env } });
    let output = "";
    for (const stream of quiet ? [child.stdout, child.stderr] : []) {
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    }
    child.on("error", (error) => reject(new Error(`${command}: ${error.message}`)));
    child.on("close", (status, signal) => {
      if (status === 0) return resolve();
      if (output) process.stderr.write(output);
      reject(new Error(`${[command, ...args].join(" ")} ended with ${signal ?? `status ${status}`}`));
    });
  });
}

/** What a command prints, or undefined if it is missing or fails. */
export function output(command, args) {
  const { status, stdout } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** Does one named piece of work and says how long it took; which one is repeated, since some run side by side. */
export async function step(name, work) {
  const start = performance.now();
  console.log(`\n── ${name}`);
  const result = await work();
  console.log(`   done in ${seconds(performance.now() - start)}: ${name.split(/[,:(]/)[0].trim()}`);
  return result;
}

export function seconds(ms) {
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** Ends a script with one readable line instead of a stack. */
export function fail(error) {
  console.error(`\n✗ ${error.message}`);
  process.exit(1);
}

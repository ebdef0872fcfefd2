// Runs commands: their output goes through, their failure is ours.
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository's folder, without a trailing slash. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/**
 * Runs a command in the repository and resolves when it succeeds. `quiet` shows its output only if it fails, `atOnce`
 * when it has ended, for commands that run side by side.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, quiet?: boolean, atOnce?: boolean }} [options] `env` is added to the
 *   environment of this process; `undefined` removes a variable.
 * @returns {Promise<void>}
 */
export function run(command, args, { env, cwd = root, quiet = false, atOnce = false } = {}) {
  return new Promise((resolve, reject) => {
    const held = quiet || atOnce;
    const stream = held ? "pipe" : "inherit";
    const child = spawn(command, args, { cwd, stdio: ["ignore", stream, stream], env: { ...process.env, ...env } });
    let output = "";
    const add = (text) => {
      output += text;
    };
    child.stdout?.setEncoding("utf8").on("data", add);
    child.stderr?.setEncoding("utf8").on("data", add);
    child.on("error", (error) => reject(new Error(`${command}: ${error.message}`)));
    child.on("close", (status, signal) => {
      if (atOnce) process.stdout.write(output);
      if (status === 0) return resolve();
      if (quiet) process.stderr.write(output);
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

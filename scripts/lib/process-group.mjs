// Starts a program that starts others, so that all of them end with it, or with us.
import { spawn } from "node:child_process";

/**
 * Starts a program in a process group of its own. `said` is what it has printed so far, on stdout as `out` and on
 * stderr as `err`; `ended` resolves to its status, or to the signal that ended it; `stop` ends the group.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export function startGroup(command, args, { cwd, env } = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (said.err += text));
  const endGroup = () => {
    // A program that could not be started has no group.
    if (!child.pid) return;
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
    }
  };
  const ended = new Promise((resolve, reject) => {
    child.once("close", (status, signal) => resolve(signal ?? status));
    child.once("error", (error) => reject(new Error(`${command}: ${error.message}`)));
  }).finally(() => process.removeListener("exit", endGroup));
  // Whoever waits for it is told; nobody may be waiting yet.
  ended.catch(() => {});
  if (child.pid) process.once("exit", endGroup);
  const stop = async () => {
    endGroup();
    await ended;
  };
  return { said, ended, stop };
}

// Runs cases in a Node process, and restarts the process when it hangs.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("node-process.mjs", import.meta.url));

/** Starts the process. Calls `onOutput` with each text that it prints. */
export async function nodeEngine({ onOutput }) {
  let child;
  let pending;
  const next = () => new Promise((resolve, reject) => (pending = { resolve, reject }));

  async function start() {
    const ready = next();
    const started = fork(program, { stdio: ["ignore", "pipe", "pipe", "ipc"] });
    child = started;
    for (const stream of [started.stdout, started.stderr]) stream.setEncoding("utf8").on("data", onOutput);
    started.on("message", (message) => pending?.resolve(message));
    started.on("exit", (status, signal) => {
      if (child === started) pending?.reject(new Error(`Node ended with ${signal ?? status}`));
    });
    await ready;
  }

  await start();
  return {
    async run(testCase) {
      const reply = next();
      child.send({ testCase });
      return (await reply).outcome;
    },
    async restart() {
      const old = child;
      child = undefined;
      old.kill("SIGKILL");
      await start();
    },
    /** Ends the process; resolves to the errors that are still uncaught. */
    async stop() {
      const reply = next();
      child.send("end");
      const { uncaught } = await reply;
      return uncaught;
    },
  };
}

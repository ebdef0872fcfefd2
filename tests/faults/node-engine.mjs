// The Node that cases run in, as seen from outside: started anew whenever it hangs.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const worker = fileURLToPath(new URL("node-process.mjs", import.meta.url));

export async function nodeRunner({ printed }) {
  let child;
  let tell;
  const next = () => new Promise((resolve, reject) => (tell = { resolve, reject }));

  async function start() {
    const ready = next();
    const own = fork(worker, { stdio: ["ignore", "pipe", "pipe", "ipc"] });
    child = own;
    for (const stream of [own.stdout, own.stderr]) stream.setEncoding("utf8").on("data", printed);
    own.on("message", (message) => tell?.resolve(message));
    own.on("exit", (status, signal) => {
      if (child === own) tell?.reject(new Error(`Node ended with ${signal ?? status}`));
    });
    await ready;
  }

  await start();
  return {
    async run(job) {
      const reply = next();
      child.send({ job });
      return (await reply).outcome;
    },
    async restart() {
      const old = child;
      child = undefined;
      old.kill("SIGKILL");
      await start();
    },
    /** Ends it; gives what was still uncaught. */
    async end() {
      const reply = next();
      child.send("end");
      const { strays } = await reply;
      return strays;
    },
  };
}

// Measures how long Node takes to import a package, and until its first request arrives, in new processes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { clientCpus, onCpus } from "./cpus.mjs";

function start(source, cwd) {
  const [command, args] = onCpus(clientCpus, process.execPath, ["--input-type=module", "--eval", source]);
  return spawn(command, args, { cwd, stdio: "ignore" });
}

/** Returns a client that runs a program until it exits. */
export const untilExit = (source, cwd) => async () => {
  const began = performance.now();
  const [status] = await once(start(source, cwd), "exit");
  if (status !== 0) throw new Error(`ended with status ${status}`);
  return { ms: performance.now() - began };
};

/** Returns a client that runs a program until it sends a request to `URL`, which is not answered. */
export const untilFirstRequest = (source, cwd) => async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const began = performance.now();
  const child = start(`const URL = "http://127.0.0.1:${server.address().port}"; ${source}`, cwd);
  const exited = once(child, "exit");
  try {
    const requested = once(server, "request").then(() => true);
    if (!(await Promise.race([requested, exited.then(() => false)]))) throw new Error("ended without a request");
    return { ms: performance.now() - began };
  } finally {
    child.kill("SIGKILL");
    await exited;
    server.closeAllConnections();
    server.close();
  }
};

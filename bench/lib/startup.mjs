// How long Node takes to import a package, and until its first request arrives: fresh processes, over an empty program.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { clientCpus, onCpus } from "./cpus.mjs";

function start(source, cwd) {
  const [command, args] = onCpus(clientCpus, process.execPath, ["--input-type=module", "--eval", source]);
  return spawn(command, args, { cwd, stdio: "ignore" });
}

/** A contestant that runs a program to its end. */
export const toItsEnd = (source, cwd) => async () => {
  const began = performance.now();
  const [status] = await once(start(source, cwd), "exit");
  if (status !== 0) throw new Error(`ended with status ${status}`);
  return { ms: performance.now() - began };
};

/** A contestant that runs a program until it asks for something at `URL`, which is not answered. */
export const toItsFirstRequest = (source, cwd) => async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const began = performance.now();
  const child = start(`const URL = "http://127.0.0.1:${server.address().port}"; ${source}`, cwd);
  const gone = once(child, "exit");
  try {
    const asked = once(server, "request").then(() => true);
    if (!(await Promise.race([asked, gone.then(() => false)]))) throw new Error("ended without a request");
    return { ms: performance.now() - began };
  } finally {
    child.kill("SIGKILL");
    await gone;
    server.closeAllConnections();
    server.close();
  }
};

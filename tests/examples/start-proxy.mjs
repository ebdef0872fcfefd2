// Starts and stops examples/same-origin-proxy.mjs on a free port.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { startExample } from "./run-example.mjs";

/** Serves `folder` and forwards to the Opik at `apiUrl`. `stop` resolves to what the proxy printed on stderr. */
export async function startProxy(folder, apiUrl, env = {}) {
  const child = startExample("same-origin-proxy.mjs", [folder, "0"], { OPIK_URL_OVERRIDE: apiUrl, ...env });
  const killOnExit = () => child.kill("SIGKILL");
  process.once("exit", killOnExit);
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  const closed = once(child, "close");
  const line = await Promise.race([once(createInterface({ input: child.stdout }), "line"), closed]);
  const [url] = /http:\S+/.exec(line[0]) ?? [];
  if (!url) throw new Error(`the proxy did not start: ${stderr}`);
  const stop = async () => {
    process.removeListener("exit", killOnExit);
    child.kill();
    await closed;
    return stderr;
  };
  return { url, pid: child.pid, stop };
}

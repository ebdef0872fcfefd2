// Starts examples/same-origin-proxy.mjs on a free port, and ends it again.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { startExample } from "./run-example.mjs";

/** Serves `folder` before the Opik at `apiUrl`. `stop` resolves when it has gone, with what it complained of. */
export async function startProxy(folder, apiUrl, env = {}) {
  const child = startExample("same-origin-proxy.mjs", [folder, "0"], { OPIK_URL_OVERRIDE: apiUrl, ...env });
  const endWithUs = () => child.kill("SIGKILL");
  process.once("exit", endWithUs);
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (complaints += text));
  const closed = once(child, "close");
  const line = await Promise.race([once(createInterface({ input: child.stdout }), "line"), closed]);
  const [url] = /http:\S+/.exec(line[0]) ?? [];
  if (!url) throw new Error(`the proxy did not start: ${complaints}`);
  const stop = async () => {
    process.removeListener("exit", endWithUs);
    child.kill();
    await closed;
    return complaints;
  };
  return { url, pid: child.pid, stop };
}

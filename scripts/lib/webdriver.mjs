// Drives a browser by the W3C's WebDriver protocol, which is JSON over HTTP: as much of it as opening a page and
// reading from it takes.
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.mjs";
import { startGroup } from "./process-group.mjs";

/** Far longer than it takes, so that only what hangs is ended. */
const patienceMs = 30_000;

/**
 * Starts a driver by `command`, which takes `--port=N` besides `args`, and a browser with it. `capabilities` are what
 * the browser is asked to be. Resolves to its `version`, to `open` a URL, to `evaluate` the body of a function in the
 * page, to `said`, what driver and browser have printed so far, and to `stop`, which ends both.
 */
export async function startBrowser({ command, args = [], env, capabilities }) {
  const port = await freePort();
  const driver = startGroup(command, [`--port=${port}`, ...args], { env });
  const said = () => driver.said.out + driver.said.err;
  const ask = async (method, path, body) => {
    const headers = { "Content-Type": "application/json" };
    const init = { method, headers, body: body && JSON.stringify(body) };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${command}: ${value.error}: ${value.message}`);
    return value;
  };
  let session;
  // Asked first, since a browser that is ended leaves its profile behind.
  const stop = async () => {
    if (session) await ask("DELETE", session).catch(() => {});
    await driver.stop();
  };

  try {
    const gone = driver.ended.then(() => {
      throw new Error(`${command} ended by itself: ${said()}`);
    });
    await Promise.race([ready(ask), gone]);
    const opened = await ask("POST", "/session", { capabilities: { alwaysMatch: capabilities } });
    session = `/session/${opened.sessionId}`;
    return {
      version: opened.capabilities.browserVersion,
      open: (url) => ask("POST", `${session}/url`, { url }),
      evaluate: (script) => ask("POST", `${session}/execute/sync`, { script, args: [] }),
      said,
      stop,
    };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

async function ready(ask) {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    if ((await ask("GET", "/status").catch(() => undefined))?.ready) return;
    await sleep(50);
  }
  throw new Error("the driver of the browser does not answer");
}

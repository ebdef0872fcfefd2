// Drives a browser by the W3C's WebDriver protocol, which is JSON over HTTP: as much of it as opening a page and reading
// from it takes.
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.mjs";

/** Far longer than it takes, so that only what hangs is ended. */
const patienceMs = 30_000;

/**
 * Starts a driver by `command`, which takes `--port=N` besides `args`, and a browser with it. `capabilities` are what
 * the browser is asked to be. Resolves to its `version`, to `open` a URL, to `evaluate` the body of a function in the
 * page, to `said`, what driver and browser have printed so far, and to `stop`, which ends both.
 */
export async function startBrowser({ command, args = [], env, capabilities }) {
  const port = await freePort();
  const child = spawn(command, [`--port=${port}`, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: the browser is the driver's child, and ends with it whatever state it is in.
    detached: true,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (said += text));
  }
  const ended = new Promise((resolve, reject) => {
    child.once("exit", resolve);
    child.once("error", (error) => reject(new Error(`${command}: ${error.message}`)));
  });
  ended.catch(() => {});
  const endGroup = () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  };
  process.once("exit", endGroup);

  const ask = async (method, path, body) => {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${command}: ${value.error}: ${value.message}`);
    return value;
  };
  const stop = async () => {
    process.removeListener("exit", endGroup);
    if (session) await ask("DELETE", session).catch(() => {});
    endGroup();
    await ended;
  };

  let session;
  try {
    await Promise.race([ended.then(() => Promise.reject(new Error(`${command} ended by itself: ${said}`))), ready(ask)]);
    const opened = await ask("POST", "/session", { capabilities: { alwaysMatch: capabilities } });
    session = `/session/${opened.sessionId}`;
    return {
      version: opened.capabilities.browserVersion,
      open: (url) => ask("POST", `${session}/url`, { url }),
      evaluate: (script) => ask("POST", `${session}/execute/sync`, { script, args: [] }),
      said: () => said,
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

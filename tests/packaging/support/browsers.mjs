// The browsers of the places. A job opens a page with an order in its query, in a browser of its own, and resolves to
// the outcomes that the page shows; anything else that the page says is a failure.
import { setTimeout as sleep } from "node:timers/promises";
import { chromium as playwright } from "playwright-core";
import { launchOptions } from "../../../scripts/lib/chromium.mjs";
import { output } from "../../../scripts/lib/run.mjs";
import { startBrowser } from "../../../scripts/lib/webdriver.mjs";
import { miniBrowser, startDisplay } from "./webkit.mjs";

/** Far longer than it takes, so that only what hangs is ended. */
const patienceMs = 60_000;
const versionIn = (text) => /\d+(\.\d+)+/.exec(text)?.[0];
const withOrder = (url, order) => `${url}?order=${encodeURIComponent(JSON.stringify(order))}`;

/**
 * The outcomes that a page shows, once it does. `evaluate` runs an expression in it, and `heard` tells what was heard
 * of it from outside, after which there may be nothing to wait for.
 */
async function outcomesOf(evaluate, heard) {
  const deadline = performance.now() + patienceMs;
  let shown = null;
  while (shown === null && heard().length === 0 && performance.now() < deadline) {
    await sleep(50);
    shown = await evaluate("document.querySelector('#shown')?.textContent ?? null");
  }
  const { outcomes, complaints } = shown === null ? { complaints: [] } : JSON.parse(shown);
  const all = [...new Set([...complaints, ...heard()])];
  if (all.length > 0) throw new Error(`on the console: ${all.join("\n")}`);
  if (!outcomes) throw new Error("the page shows no outcomes");
  return outcomes;
}

export const chromium = {
  name: "Chromium",
  version: () => versionIn(output(launchOptions.executablePath, ["--version"])),
  async job(url, order) {
    const browser = await playwright.launch(launchOptions);
    try {
      const context = await browser.newContext();
      const heard = [];
      const listen = (message) => {
        if (["error", "warning"].includes(message.type())) heard.push(message.text());
      };
      context.on("console", listen);
      context.on("serviceworker", (worker) => worker.on("console", listen));
      context.on("weberror", (error) => heard.push(String(error.error())));
      const page = await context.newPage();
      await page.goto(withOrder(url, order));
      return await outcomesOf((expression) => page.evaluate(expression), () => heard);
    } finally {
      await browser.close();
    }
  },
};

/** Has a browser behind a WebDriver do a job. `heardIn` finds complaints of the page in what the browser printed. */
async function drive(options, url, order, heardIn = () => []) {
  const browser = await startBrowser(options);
  try {
    await browser.open(withOrder(url, order));
    return await outcomesOf((expression) => browser.evaluate(`return ${expression}`), () => heardIn(browser.said()));
  } finally {
    await browser.stop();
  }
}

export const firefox = {
  name: "Firefox",
  version: () => versionIn(output("firefox-esr", ["--version"])),
  job(url, order) {
    // It prints what pages are told, and its own affairs, which do not name the page.
    const prefs = { "devtools.console.stdout.content": true };
    const capabilities = { browserName: "firefox", "moz:firefoxOptions": { args: ["-headless"], prefs } };
    const { origin } = new URL(url);
    const ofPage = (line) => /^JavaScript (error|warning): /.test(line) && line.includes(origin);
    return drive({ command: "geckodriver", capabilities }, url, order, (said) => said.split("\n").filter(ofPage));
  },
};

/** Calls `work` with how to start WebKitGTK's browser, while there is a display for it. */
export async function withWebKit(work) {
  const display = await startDisplay();
  try {
    // The sandbox of its processes does not start as root.
    const env = { DISPLAY: display.name, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" };
    const browser = { binary: miniBrowser(), args: ["--automation"] };
    const capabilities = { browserName: "MiniBrowser", "webkitgtk:browserOptions": browser };
    return await work({ command: "WebKitWebDriver", env, capabilities });
  } finally {
    await display.stop();
  }
}

export const webkit = {
  name: "WebKitGTK",
  // It tells its version only while it runs.
  version: () =>
    withWebKit(async (options) => {
      const { version, stop } = await startBrowser(options);
      await stop();
      return version;
    }),
  job: (url, order) => withWebKit((options) => drive(options, url, order)),
};

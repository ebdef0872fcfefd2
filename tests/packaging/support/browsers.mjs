// Runs the scenario in browsers. `run` opens a page with the targets in its query, in a new browser, and resolves to the
// outcomes that the page shows. A warning or an error on the console is a failure.
import { setTimeout as sleep } from "node:timers/promises";
import { chromium as playwright } from "playwright-core";
import { launchOptions } from "../../../scripts/lib/chromium.mjs";
import { output } from "../../../scripts/lib/run.mjs";
import { startBrowser } from "../../../scripts/lib/webdriver.mjs";
import { miniBrowser, startDisplay } from "./webkit.mjs";

/** Far longer than it takes, so that it only ends what hangs. */
const timeoutMs = 60_000;
const versionIn = (text) => /\d+(\.\d+)+/.exec(text)?.[0];
const withTargets = (url, targets) => `${url}?targets=${encodeURIComponent(JSON.stringify(targets))}`;

/**
 * Waits for a page to show its outcomes. `evaluate` runs an expression in it; `logged` returns the errors that the driver
 * has seen, after any of which the page may never show a result.
 */
async function outcomesOf(evaluate, logged) {
  const deadline = performance.now() + timeoutMs;
  let result = null;
  while (result === null && logged().length === 0 && performance.now() < deadline) {
    await sleep(50);
    result = await evaluate("document.querySelector('#result')?.textContent ?? null");
  }
  const { outcomes, consoleErrors } = result === null ? { consoleErrors: [] } : JSON.parse(result);
  const all = [...new Set([...consoleErrors, ...logged()])];
  if (all.length > 0) throw new Error(`on the console: ${all.join("\n")}`);
  if (!outcomes) throw new Error("the page shows no outcomes");
  return outcomes;
}

export const chromium = {
  name: "Chromium",
  version: () => versionIn(output(launchOptions.executablePath, ["--version"])),
  async run(url, targets) {
    const browser = await playwright.launch(launchOptions);
    try {
      const context = await browser.newContext();
      const logged = [];
      const listen = (message) => {
        if (["error", "warning"].includes(message.type())) logged.push(message.text());
      };
      context.on("console", listen);
      context.on("serviceworker", (worker) => worker.on("console", listen));
      context.on("weberror", (error) => logged.push(String(error.error())));
      const page = await context.newPage();
      await page.goto(withTargets(url, targets));
      return await outcomesOf((expression) => page.evaluate(expression), () => logged);
    } finally {
      await browser.close();
    }
  },
};

/** Runs the scenario by WebDriver. `errorsIn` finds the errors of the page in the output of the browser. */
async function drive(options, url, targets, errorsIn = () => []) {
  const browser = await startBrowser(options);
  try {
    await browser.open(withTargets(url, targets));
    return await outcomesOf((expression) => browser.evaluate(`return ${expression}`), () => errorsIn(browser.said()));
  } finally {
    await browser.stop();
  }
}

export const firefox = {
  name: "Firefox",
  version: () => versionIn(output("firefox-esr", ["--version"])),
  run(url, targets) {
    // Firefox prints the errors of pages, and messages about itself, which do not name the page.
    const prefs = { "devtools.console.stdout.content": true };
    const capabilities = { browserName: "firefox", "moz:firefoxOptions": { args: ["-headless"], prefs } };
    const { origin } = new URL(url);
    const ofPage = (line) => /^JavaScript (error|warning): /.test(line) && line.includes(origin);
    return drive({ command: "geckodriver", capabilities }, url, targets, (said) => said.split("\n").filter(ofPage));
  },
};

/** Starts a display and calls `work` with the options that start WebKitGTK's browser on it. */
export async function withWebKit(work) {
  const display = await startDisplay();
  try {
    // The sandbox does not start as root.
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
  // Only a running browser tells its version.
  version: () =>
    withWebKit(async (options) => {
      const { version, stop } = await startBrowser(options);
      await stop();
      return version;
    }),
  run: (url, targets) => withWebKit((options) => drive(options, url, targets)),
};

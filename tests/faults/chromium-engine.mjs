// Runs cases in pages of Chromium. Their origin is neither the API's nor the store's, so that CORS is real.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";

const served = {
  "/case.mjs": new URL("case.mjs", import.meta.url),
  "/random.mjs": new URL("random.mjs", import.meta.url),
  "/secret-scan.mjs": new URL("secret-scan.mjs", import.meta.url),
  "/chromium-page.mjs": new URL("chromium-page.mjs", import.meta.url),
  "/package.mjs": new URL("../../pkg/dist/index.js", import.meta.url),
};

/**
 * A service worker that answers every request by `fetch`. When a page aborts a request, Chromium does not abort the fetch
 * of the service worker (https://github.com/w3c/ServiceWorker/issues/1544), which then holds one of the six connections to
 * the server for as long as that stalls. So the page has the open fetches aborted after each case.
 */
const serviceWorkerSource = `
  const controllers = new Set();
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => {
    const controller = new AbortController();
    controllers.add(controller);
    event.respondWith(fetch(event.request, { signal: controller.signal }));
  });
  addEventListener("message", ({ ports: [port] }) => {
    for (const controller of controllers) controller.abort();
    controllers.clear();
    port.postMessage("aborted");
  });
`;

/** Starts an origin that serves pages and the package. The pages below `/with-worker/` have a service worker. */
export async function pageOrigin() {
  const server = createServer(async (request, response) => {
    const file = served[request.url];
    const isWorker = request.url === "/with-worker/worker.js";
    response.setHeader("Content-Type", file || isWorker ? "text/javascript" : "text/html");
    if (isWorker) return response.end(serviceWorkerSource);
    response.end(file ? await readFile(file) : "<!doctype html><title>faults</title><link rel=icon href=data:,>");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

export const launch = () => chromium.launch(launchOptions);

/** Browsers log failed requests with their addresses, whoever sends them. The package cannot prevent that. */
const loggedByBrowser = /^(Failed to load resource|Access to (fetch|XMLHttpRequest|resource) at)/;

/** Opens the pages. Calls `onOutput` with what they log, and `onUncaught` with the errors that nobody catches. */
export async function chromiumEngine({ browser, origin, onOutput, onUncaught }) {
  const context = await browser.newContext();
  let pages;
  async function open(url) {
    const page = await context.newPage();
    page.on("console", (message) => loggedByBrowser.test(message.text()) || onOutput(message.text()));
    page.on("pageerror", (error) => onUncaught(error));
    await page.goto(url);
    return page;
  }
  async function start() {
    pages = { plain: await open(origin), withWorker: await open(`${origin}with-worker/`) };
    await pages.withWorker.evaluate(async () => {
      const { serviceWorker } = navigator;
      const controlled = new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve));
      await serviceWorker.register("/with-worker/worker.js");
      if (!serviceWorker.controller) await controlled;
    });
    for (const page of Object.values(pages)) {
      await page.evaluate(async () => {
        globalThis.cases = await import("/chromium-page.mjs");
      });
    }
  }
  await start();
  return {
    run: (testCase) =>
      pages[testCase.serviceWorker ? "withWorker" : "plain"].evaluate((testCase) => cases.run(testCase), testCase),
    async restart() {
      await Promise.all(Object.values(pages).map((page) => page.close()));
      await start();
    },
    async stop() {
      const uncaught = await Promise.all(Object.values(pages).map((page) => page.evaluate(() => cases.uncaught)));
      await context.close();
      return uncaught.flat();
    },
  };
}

// The page that cases run in, on an origin that is neither the API's nor the store's, so that CORS is real.
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

/** A service worker that answers with a fetch of its own. */
const worker = `
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => event.respondWith(fetch(event.request)));
`;

/** An origin for pages, with the package. Those below `/served/` have a service worker. */
export async function pageOrigin() {
  const server = createServer(async (request, response) => {
    const file = served[request.url];
    const isWorker = request.url === "/served/worker.js";
    response.setHeader("Content-Type", file || isWorker ? "text/javascript" : "text/html");
    if (isWorker) return response.end(worker);
    response.end(file ? await readFile(file) : "<!doctype html><title>faults</title><link rel=icon href=data:,>");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

export const launch = () => chromium.launch(launchOptions);

/** Browsers print what became of requests, address and all, whoever sends them: that is not the package's doing. */
const byTheBrowser = /^(Failed to load resource|Access to (fetch|XMLHttpRequest|resource) at)/;

export async function pageRunner({ browser, origin, printed, uncaught }) {
  const context = await browser.newContext();
  let pages;
  async function open(url) {
    const page = await context.newPage();
    page.on("console", (message) => byTheBrowser.test(message.text()) || printed(message.text()));
    page.on("pageerror", (error) => uncaught(error));
    await page.goto(url);
    return page;
  }
  async function start() {
    pages = { plain: await open(origin), served: await open(`${origin}served/`) };
    await pages.served.evaluate(async () => {
      const { serviceWorker } = navigator;
      const controlled = new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve));
      await serviceWorker.register("/served/worker.js");
      if (!serviceWorker.controller) await controlled;
    });
    for (const page of Object.values(pages)) {
      await page.evaluate(async () => {
        globalThis.world = await import("/chromium-page.mjs");
      });
    }
  }
  await start();
  return {
    run: (job) => pages[job.served ? "served" : "plain"].evaluate((job) => world.run(job), job),
    async restart() {
      await Promise.all(Object.values(pages).map((page) => page.close()));
      await start();
    },
    async end() {
      const strays = await Promise.all(Object.values(pages).map((page) => page.evaluate(() => world.strays)));
      await context.close();
      return strays.flat();
    },
  };
}

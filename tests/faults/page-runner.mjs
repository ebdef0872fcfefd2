// The page that cases run in, on an origin that is neither the API's nor the store's, so that CORS is real.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";

const served = {
  "/case.mjs": new URL("case.mjs", import.meta.url),
  "/random.mjs": new URL("random.mjs", import.meta.url),
  "/secrets.mjs": new URL("secrets.mjs", import.meta.url),
  "/page-world.mjs": new URL("page-world.mjs", import.meta.url),
  "/package.mjs": new URL("../../pkg/dist/index.js", import.meta.url),
};

/** An origin for pages, with the package. */
export async function pageOrigin() {
  const server = createServer(async (request, response) => {
    const file = served[request.url];
    response.setHeader("Content-Type", file ? "text/javascript" : "text/html");
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
  let page;
  async function start() {
    page = await context.newPage();
    page.on("console", (message) => byTheBrowser.test(message.text()) || printed(message.text()));
    page.on("pageerror", (error) => uncaught(error));
    await page.goto(origin);
    await page.evaluate(async () => {
      globalThis.world = await import("/page-world.mjs");
    });
  }
  await start();
  return {
    run: (job) => page.evaluate((job) => world.run(job), job),
    async restart() {
      await page.close();
      await start();
    },
    async end() {
      const strays = await page.evaluate(() => world.strays);
      await context.close();
      return strays;
    },
  };
}

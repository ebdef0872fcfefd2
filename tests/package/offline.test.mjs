// In a browser that is offline, attempts wait until it is online instead of failing one after the other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";

let server;
let browser;
before(async () => {
  server = await startServer();
  browser = await chromium.launch(launchOptions);
});
after(async () => {
  await browser?.close();
  await server.stop();
});

test("a call made offline succeeds once the browser is online, after one failed attempt", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.pageUrl);
  await page.evaluate(async (entityId) => {
    const { AttachmentClient } = await import("/pkg/dist/index.js");
    globalThis.retries = [];
    const onRetry = ({ attempt, error }) => globalThis.retries.push(`${attempt} ${error.code} ${error.hint}`);
    const client = new AttachmentClient({ apiUrl: "/api", onRetry });
    globalThis.begin = () => {
      globalThis.call = client.uploadAttachment({ entityType: "trace", entityId, file: new Blob(["x"]), fileName: "a.txt" });
      globalThis.call.then(() => (globalThis.done = true));
    };
  }, uuidV7());
  await context.setOffline(true);
  await page.evaluate(() => globalThis.begin());
  await page.waitForFunction(() => globalThis.retries.length > 0);
  // Longer than the first waits between attempts.
  await page.waitForTimeout(1500);
  assert.deepEqual(await page.evaluate(() => globalThis.retries), ["1 NETWORK_ERROR The browser is offline."]);
  assert.equal(await page.evaluate(() => globalThis.done), undefined);
  await context.setOffline(false);
  const { status } = await page.evaluate(() => globalThis.call);
  assert.equal(status, "uploaded");
  assert.equal(await page.evaluate(() => globalThis.retries.length), 1);
});

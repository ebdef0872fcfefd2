// Downloads bypass the browser's HTTP cache, whose entries may be truncated, or older than the file.
import assert from "node:assert/strict";
import { readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";

let server;
let browser;
let page;
before(async () => {
  server = await startServer({ mode: "store", admin: true });
  browser = await chromium.launch(launchOptions);
  page = await browser.newPage();
  await page.goto(server.pageUrl);
  await page.evaluate(async (entityId) => {
    const { AttachmentClient } = await import("/pkg/dist/index.js");
    const client = new AttachmentClient({ apiUrl: "/api" });
    const target = { entityType: "trace", entityId };
    globalThis.upload = (fileName, text) => client.uploadAttachment({ ...target, fileName, file: new Blob([text]) });
    globalThis.list = () => client.getAttachmentList(target);
    globalThis.download = async (row) => new Response(await client.downloadAttachment({ ...target, ...row })).text();
  }, uuidV7());
});
after(async () => {
  await browser?.close();
  await server.stop();
});

/** Makes all objects look ten days old: browsers cache answers without a lifetime for a tenth of their age. */
async function age() {
  const objects = join(server.data, "objects");
  const then = Date.now() / 1000 - 10 * 24 * 3600;
  for (const name of await readdir(objects, { recursive: true })) await utimes(join(objects, name), then, then);
}

test("a truncated answer that looked complete is not taken from the cache again", async () => {
  const text = "0123456789".repeat(10_000);
  await page.evaluate((text) => globalThis.upload("a.txt", text), text);
  await age();
  await server.faults.add({ origin: "store", method: "GET", times: 1, action: { type: "truncate", bytes: 10, length: "cut" } });
  assert.equal(await page.evaluate(() => globalThis.download({ fileName: "a.txt" })), text);
});

test("the same link gives the new file after a replacement", async () => {
  await page.evaluate(() => globalThis.upload("b.txt", "old"));
  await age();
  const texts = await page.evaluate(async () => {
    const row = (await globalThis.list()).find(({ fileName }) => fileName === "b.txt");
    const old = await globalThis.download(row);
    await globalThis.upload("b.txt", "new");
    return [old, await globalThis.download(row)];
  });
  assert.deepEqual(texts, ["old", "new"]);
});

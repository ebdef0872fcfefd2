// examples/same-origin-proxy.mjs with a page in Chromium and an Opik that requires a key and allows no other origin.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { AttachmentClient } from "opik-attachments";
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";
import { startProxy } from "./start-proxy.mjs";

const mib = 2 ** 20;
const key = "a-key-that-no-page-may-see";
const page = `<!doctype html><link rel="icon" href="data:,">
<script type="module">
  import { AttachmentClient } from "/opik-attachments/index.js";
  window.client = new AttachmentClient({ apiUrl: "/api", maxAttempts: 1 });
</script>`;

let server;
let proxy;
let folder;
let browser;
before(async () => {
  const switches = ["--auth", `${key}@team`, "--max-body", String(192 * mib)];
  server = await startServer({ mode: "direct", admin: true, switches });
  folder = await mkdtemp(join(tmpdir(), "opik-attachments-"));
  await writeFile(join(folder, "index.html"), page);
  proxy = await startProxy(folder, server.apiUrl, { OPIK_API_KEY: key, OPIK_WORKSPACE: "team" });
  browser = await chromium.launch(launchOptions);
});
after(async () => {
  await browser?.close();
  assert.equal(await proxy?.stop(), "");
  await server?.stop();
  await rm(folder, { recursive: true });
});
afterEach(() => server.faults.clear());

/** Opens the page and records all of its requests and responses. */
async function open() {
  const tab = await browser.newPage();
  const exchanges = [];
  tab.on("response", (response) => exchanges.push(response));
  await tab.goto(proxy.url);
  await tab.waitForFunction("window.client");
  return { tab, exchanges, target: { entityType: "trace", entityId: uuidV7() } };
}

/** Resolves to how the only request with that method for that file ended. */
async function outcome(method, name) {
  for (;;) {
    const entry = (await server.requests()).find((entry) => entry.method === method && entry.query.includes(name));
    if (entry && entry.outcome !== "pending") return entry.outcome;
    await wait(20);
  }
}

const peakMib = async () =>
  Number(/VmHWM:\s*(\d+) kB/.exec(await readFile(`/proc/${proxy.pid}/status`, "utf8"))[1]) / 1024;

test("the page uploads, lists and downloads, and never sees the key", { timeout: 60_000 }, async () => {
  const { tab, exchanges, target } = await open();
  const seen = await tab.evaluate(async (target) => {
    const file = new Uint8Array(9 * 2 ** 20).map((_, index) => index % 251);
    await client.uploadAttachment({ ...target, file, fileName: "é+1 & 2.bin" });
    const [row] = await client.getAttachmentList(target);
    const back = new Uint8Array(
      await new Response(await client.downloadAttachment({ ...target, ...row })).arrayBuffer(),
    );
    return { row, same: back.length === file.length && back.every((byte, index) => byte === file[index]) };
  }, target);
  assert.equal(seen.same, true);
  assert.deepEqual([seen.row.fileName, seen.row.fileSize], ["é+1 & 2.bin", 9 * mib]);

  for (const response of exchanges) {
    assert.equal(new URL(response.url()).origin, new URL(proxy.url).origin);
    const heads = [await response.request().allHeaders(), await response.allHeaders()];
    const bodies = [response.request().postData(), await response.text().catch(() => "")];
    for (const text of [JSON.stringify(heads), ...bodies]) assert.ok(!text?.includes(key), response.url());
  }
  assert.ok(exchanges.some((response) => response.url().endsWith("/retrieve")));
  await tab.close();
});

test("the page gets the reason when an upload is refused before its end", { timeout: 60_000 }, async () => {
  const { tab, target } = await open();
  const [code, status] = await tab.evaluate(async (target) => {
    const file = new Blob([new Uint8Array(193 * 2 ** 20)]);
    const error = await client.uploadAttachment({ ...target, file, fileName: "too-large" }).catch((error) => error);
    return [error.code, error.status];
  }, target);
  assert.deepEqual([code, status], ["FILE_TOO_LARGE", 413]);
  await tab.close();
});

test("a request that the page aborts also ends at Opik, before the response and during it", { timeout: 60_000 }, async () => {
  await server.faults.add({ query: "*unanswered*", action: { type: "stall", request_bytes: 1 } });
  await server.faults.add({ method: "GET", query: "*stuck*", action: { type: "stall", response_bytes: 1000 } });
  const { tab, target } = await open();
  await tab.evaluate(async (target) => {
    const file = crypto.getRandomValues(new Uint8Array(10_000));
    await client.uploadAttachment({ ...target, file, fileName: "stuck" });
    const reader = (await client.downloadAttachment({ ...target, fileName: "stuck" })).getReader();
    await reader.read();
    await reader.cancel();
  }, target);
  const uploading = tab.evaluate(async (target) => {
    window.controller = new AbortController();
    const upload = { ...target, file: new Uint8Array(1000), fileName: "unanswered", signal: controller.signal };
    return client.uploadAttachment(upload).catch((error) => error);
  }, target);
  while (!(await server.requests()).some(({ query }) => query.includes("unanswered"))) await wait(20);
  await tab.evaluate(() => controller.abort("enough"));
  assert.equal(await uploading, "enough");
  assert.equal(await outcome("PUT", "unanswered"), "aborted");
  assert.equal(await outcome("GET", "stuck"), "aborted");
  await tab.close();
});

test("a transfer of 192 MiB each way needs much less memory", { timeout: 60_000 }, async () => {
  const client = new AttachmentClient({ apiUrl: `${proxy.url}api` });
  const target = { entityType: "trace", entityId: uuidV7(), fileName: "large.bin" };
  // A type that the server does not compress.
  await client.uploadAttachment({ ...target, file: new Blob([new Uint8Array(192 * mib)]), mimeType: "video/mp4" });
  let received = 0;
  for await (const chunk of await client.downloadAttachment(target)) received += chunk.length;
  assert.equal(received, 192 * mib);
  const peak = await peakMib();
  assert.ok(peak < 180, `${peak} MiB`);
});

test(
  "a connection to Opik that breaks also breaks for the page, which does not get a truncated file as complete",
  { timeout: 60_000 },
  async () => {
    const client = new AttachmentClient({ apiUrl: `${proxy.url}api`, maxAttempts: 1 });
    const target = { entityType: "trace", entityId: uuidV7(), fileName: "cut.bin" };
    await client.uploadAttachment({ ...target, file: randomBytes(100_000) });
    const [{ link }] = await client.getAttachmentList(target);
    await server.faults.add({ path: "*/download", action: { type: "reset", response_bytes: 50_000 } });
    const answer = await fetch(link);
    assert.ok(link.startsWith(proxy.url) && answer.status === 200, link);
    await assert.rejects(answer.arrayBuffer());
  },
);

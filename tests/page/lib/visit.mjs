// Opens the built page in Chromium on a local server of its own, as one test file needs it.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { AttachmentClient } from "opik-attachments";
import { chromium } from "playwright-core";
import { launchOptions } from "../../../scripts/lib/chromium.mjs";
import { startServer } from "../../../scripts/lib/server.mjs";
import { uuidV7 } from "../../../scripts/lib/uuid-v7.mjs";

/** Generous: only tests that hang reach it, also on a busy machine. */
export const timeoutMs = 20_000;

/**
 * A browser and a server for the tests of the surrounding block. `site.server` is as `startServer` gives it, and
 * `site.open` visits a new trace on it in a context of its own. With `pageFrom: "another origin"` the page comes from a
 * second server.
 */
export function site({ pageFrom, ...options } = {}) {
  const made = { data: undefined, server: undefined, browser: undefined, open, restart };
  const contexts = [];
  let host;

  before(async () => {
    made.data = await mkdtemp(join(tmpdir(), "opik-attachments-page-"));
    made.server = await startServer({ ...options, data: made.data });
    host = pageFrom ? await startServer() : undefined;
    made.browser = await chromium.launch(launchOptions);
  });
  after(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await made.browser?.close();
    await host?.stop();
    await made.server?.stop();
    if (made.data) await rm(made.data, { recursive: true, force: true });
  });

  /** The same server again after `stop`, at its old addresses. */
  async function restart() {
    const { apiUrl, storeUrl } = made.server;
    const port = (url) => new URL(url).port;
    const switches = [...(options.switches ?? []), "--store-port", port(storeUrl)];
    made.server = await startServer({ ...options, switches, data: made.data, port: Number(port(apiUrl)) });
  }

  async function open({ files = [], parameters = {}, context: contextOptions = {}, prepare } = {}) {
    const target = { projectName: "Default Project", entityType: "trace", entityId: uuidV7() };
    const client = new AttachmentClient({ apiUrl: made.server.apiUrl });
    for (const { name, mimeType, buffer } of files) {
      await client.uploadAttachment({ ...target, file: buffer, fileName: name, mimeType });
    }
    const context = await made.browser.newContext({ colorScheme: "light", ...contextOptions });
    contexts.push(context);
    context.setDefaultTimeout(timeoutMs);
    const page = await context.newPage();
    const watched = watch(page);
    const query = new URLSearchParams({
      project: target.projectName,
      trace: target.entityId,
      ...(host && { server: made.server.apiUrl }),
      ...parameters,
    });
    await prepare?.(page);
    await page.goto(`${(host ?? made.server).pageUrl}?${query}`);
    return { page, context, client, target, ...watched };
  }

  return made;
}

/** Notes what a page asks for and complains of. */
function watch(page) {
  const requests = [];
  const complaints = [];
  page.on("request", (request) => requests.push(request));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (entry) => {
    if (["error", "warning"].includes(entry.type())) complaints.push(entry.text());
  });
  return { requests, complaints, assertQuiet: () => assert.deepEqual(complaints, []) };
}

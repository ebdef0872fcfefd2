// Pages of another origin than the API's see the length of a compressed answer, but not that it is compressed. They get the
// right bytes in three browsers, and an error if an answer is truncated.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";
import { startBrowser } from "../../scripts/lib/webdriver.mjs";
import { withWebKit } from "../packaging/support/browsers.mjs";

/** Far longer than it takes, so that it only ends what hangs. */
const timeoutMs = 120_000;

const served = {
  "/page.mjs": new URL("programs/cross-origin-page.mjs", import.meta.url),
  "/package.mjs": new URL("../../pkg/dist/index.js", import.meta.url),
};
const html = `<!doctype html><title>other origin</title><link rel=icon href=data:,>
<script type=module src=/page.mjs></script>`;

/** Starts an origin for pages. To it, a sandboxed frame has another, opaque origin. */
async function pageOrigin() {
  const server = createServer(async ({ url }, response) => {
    const file = served[url];
    response.setHeader("Content-Type", file ? "text/javascript" : "text/html");
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.end(file ? await readFile(file) : html);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** Each calls `work` with `open` and `evaluate`, which runs the body of a function in the page. */
const browsers = {
  async Chromium(work) {
    const browser = await chromium.launch(launchOptions);
    try {
      const page = await browser.newPage();
      await work({
        open: (url) => page.goto(url),
        evaluate: (body) => page.evaluate((body) => new Function(body)(), body),
      });
    } finally {
      await browser.close();
    }
  },
  Firefox(work) {
    const capabilities = { browserName: "firefox", "moz:firefoxOptions": { args: ["-headless"] } };
    return driven({ command: "geckodriver", capabilities }, work);
  },
  WebKitGTK: (work) => withWebKit((options) => driven(options, work)),
};

async function driven(options, work) {
  const browser = await startBrowser(options);
  try {
    await work(browser);
  } finally {
    await browser.stop();
  }
}

/** Returns a function that runs an operation in a context of the page and resolves to its result. */
function inContext({ evaluate }, context) {
  const until = async (expression) => {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const value = await evaluate(`return ${expression}`);
      if (value) return value;
      if (performance.now() > deadline) assert.fail(`${context}: nothing after ${timeoutMs} ms`);
      await wait(50);
    }
  };
  return async (operation) => {
    await until("window.contexts !== undefined");
    await evaluate(`
      window.outcome = undefined;
      window.contexts[${JSON.stringify(context)}](${JSON.stringify(operation)})
        .catch((error) => ({ error: String(error) }))
        .then((outcome) => (window.outcome = JSON.stringify(outcome)));
    `);
    const { value, error } = JSON.parse(await until("window.outcome"));
    assert.equal(error, undefined);
    return value;
  };
}

let origin;
before(async () => (origin = await pageOrigin()));
after(() => origin.close());

for (const mode of ["direct", "store"]) {
  describe(`${mode} mode`, () => {
    let server;
    before(async () => (server = await startServer({ mode, cors: true, admin: true })));
    after(() => server.stop());

    for (const [name, withBrowser] of Object.entries(browsers)) {
      test(`${name}: right bytes by name and by entry, whole and in ranges, and CORRUPTED if they are truncated`, () =>
        withBrowser(async (browser) => {
          await browser.open(origin.url);
          for (const context of ["page", "worker", "sandbox"]) {
            const runOperation = inContext(browser, context);
            const target = { projectName: "other origin", entityType: "trace", entityId: uuidV7() };
            const options = { apiUrl: server.apiUrl, target };
            assert.deepEqual(await runOperation({ ...options, name: "roundTrip" }), {}, context);

            const where = mode === "direct" ? { path: "*/attachment/download" } : { origin: "store" };
            // The answers of a store can be resumed, so that a few bytes of each would add up.
            const action = { type: "truncate", bytes: mode === "direct" ? 40 : 0, length: "cut" };
            await server.faults.add({ ...where, method: "GET", action });
            const ends = await runOperation({ ...options, name: "truncated" });
            await server.faults.clear();
            assert.deepEqual(ends, ["CORRUPTED", "CORRUPTED", "CORRUPTED"], context);
          }
        }));
    }
  });
}

test("the local server compresses, and exposes neither length nor encoding", async () => {
  const server = await startServer({ mode: "direct", cors: true });
  try {
    const { AttachmentClient } = await import("opik-attachments");
    const client = new AttachmentClient({ apiUrl: server.apiUrl });
    const target = { entityType: "trace", entityId: uuidV7() };
    await client.uploadAttachment({ ...target, fileName: "a.txt", file: new Blob(["a".repeat(1000)]) });
    const [{ link }] = await client.getAttachmentList(target);
    const response = await fetch(link, { headers: { Origin: origin.url.slice(0, -1) } });
    const header = (name) => response.headers.get(name);
    assert.deepEqual([header("content-encoding"), Number(header("content-length")) < 100], ["gzip", true]);
    assert.ok(!/content-(encoding|length)/i.test(header("access-control-expose-headers") ?? ""));
    assert.equal((await response.text()).length, 1000);
  } finally {
    await server.stop();
  }
});

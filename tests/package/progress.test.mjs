// Upload progress counts the bytes while they are sent, in Node and in a page, not whole parts, and not at the end.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AttachmentClient } from "opik-attachments";
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";

const mib = 2 ** 20;
const size = 24 * mib;
// Slow enough that the buffers of the system do not hide the progress.
const switches = ["--bandwidth", String(8 * mib)];

/** Runs in Node and in the page. */
async function upload(Client, options, target, size) {
  const client = new Client(options);
  const events = [];
  const onProgress = ({ loaded, total }) => events.push({ loaded, total, at: performance.now() });
  await client.uploadAttachment({ ...target, file: new Blob([new Uint8Array(size)]), fileName: "a.bin", onProgress });
  return events;
}

function check(events) {
  const inside = events.filter(({ loaded }) => loaded % (8 * mib) !== 0);
  assert.ok(inside.length >= 1, `bytes and not parts: ${JSON.stringify(events)}`);
  assert.ok(events.every(({ loaded, total }, index) => total === size && !(loaded < events[index - 1]?.loaded)));
  assert.equal(events.at(-1).loaded, size);
  const gaps = events.slice(1, -1).map(({ at }, index) => at - events[index].at);
  assert.ok(gaps.every((gap) => gap >= 99), `ten a second at most: ${gaps}`);
}

for (const mode of ["direct", "store"]) {
  describe(`${mode} mode`, () => {
    let server;
    before(async () => {
      server = await startServer({ mode, cors: true, switches });
    });
    after(() => server.stop());
    const target = () => ({ entityType: "trace", entityId: uuidV7() });

    test("in Node", async () => {
      check(await upload(AttachmentClient, { apiUrl: server.apiUrl }, target(), size));
    });

    test("in Chromium", async () => {
      const browser = await chromium.launch(launchOptions);
      try {
        const page = await browser.newPage();
        await page.goto(server.pageUrl);
        const source = `(async ([options, target, size]) => {
          const { AttachmentClient } = await import("/pkg/dist/index.js");
          return (${upload})(AttachmentClient, options, target, size);
        })`;
        check(await page.evaluate(`${source}(${JSON.stringify([{ apiUrl: server.apiUrl }, target(), size])})`));
      } finally {
        await browser.close();
      }
    });
  });
}

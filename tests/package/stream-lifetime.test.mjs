// A download lives as long as anything reads it, even after its stream object is gone: Chromium collects that object while
// a reader is left.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";

const size = 300_000;

let server;
let browser;
let page;
before(async () => {
  server = await startServer({ mode: "direct", admin: true });
  browser = await chromium.launch({ ...launchOptions, args: [...(launchOptions.args ?? []), "--js-flags=--expose-gc"] });
  page = await browser.newPage();
  await page.goto(server.pageUrl);
  await page.evaluate(
    async ([entityId, size]) => {
      const { AttachmentClient } = await import("/pkg/dist/index.js");
      const client = new AttachmentClient({ apiUrl: "/api" });
      const target = { entityType: "trace", entityId, fileName: "a.bin" };
      await client.uploadAttachment({ ...target, file: new Uint8Array(size) });
      // A separate function, whose frame would otherwise keep the stream.
      globalThis.openReader = async (signal) => (await open(signal)).getReader();
      globalThis.open = (signal) => client.downloadAttachment({ ...target, signal });
      // Minor collections drop wrappers without own properties, major ones collect them. Finalizers run some turns later.
      globalThis.collect = async () => {
        for (let turn = 0; turn < 3; turn += 1) {
          for (const type of ["minor", "major"]) await gc({ type, execution: "async" });
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      };
    },
    [uuidV7(), size],
  );
  // Slow enough for many collections during the download.
  await server.faults.add({ path: "*/attachment/download", action: { type: "slow", bytes_per_second: 400_000 } });
});
after(async () => {
  await browser?.close();
  await server.stop();
});

test("a reader whose stream object is gone reads to the end", async () => {
  const read = await page.evaluate(async () => {
    const reader = await openReader();
    let read = 0;
    for (let piece; (piece = await reader.read()), !piece.done; read += piece.value.byteLength) await collect();
    return read;
  });
  assert.equal(read, size);
});

test("a piped stream arrives completely", async () => {
  const read = await page.evaluate(async () => {
    const { readable, writable } = new TransformStream();
    const piped = open().then((stream) => void stream.pipeTo(writable));
    await piped;
    const collecting = setInterval(collect, 20);
    const { byteLength } = await new Response(readable).arrayBuffer();
    clearInterval(collecting);
    return byteLength;
  });
  assert.equal(read, size);
});

test("an abort between two reads is the error of the next, and no end", async () => {
  const outcome = await page.evaluate(async () => {
    const controller = new AbortController();
    const reader = await openReader(controller.signal);
    await reader.read();
    await collect();
    controller.abort("enough");
    await collect();
    return reader.read().then(({ done }) => `done: ${done}`, (reason) => `failed: ${reason}`);
  });
  assert.equal(outcome, "failed: enough");
});

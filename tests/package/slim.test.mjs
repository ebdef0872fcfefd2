// The slim entry, whose module is a separate file: in Node and in a page, from the default location and from others.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import * as inline from "opik-attachments";
import * as slim from "opik-attachments/slim";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";

let server;
before(async () => {
  server = await startServer({ mode: "store" });
});
after(() => server.stop());

test("in Node, a client before init is an error, and after it everything works", async () => {
  assert.throws(() => new slim.AttachmentClient());
  await Promise.all([slim.init(), slim.init()]);
  await slim.init();
  const client = new slim.AttachmentClient({ apiUrl: server.apiUrl });
  const target = { entityType: "trace", entityId: uuidV7() };
  await client.uploadAttachment({ ...target, file: new Blob(["slim"]), fileName: "a.txt" });
  assert.equal(await new Response(await client.downloadAttachment({ ...target, fileName: "a.txt" })).text(), "slim");
  assert.throws(() => new slim.AttachmentClient({ apiUrl: 5 }), inline.AttachmentError);
  assert.deepEqual(Object.keys(slim).sort(), ["AttachmentClient", "AttachmentError", "VERSION", "init"]);
  assert.equal(slim.VERSION, inline.VERSION);
});

test("a page gets the module from the folder of the entry, from a URL, from bytes, and fails if there is none", async () => {
  const browser = await chromium.launch(launchOptions);
  try {
    for (const source of ["", "new URL('/pkg/dist/opik_attachments.wasm', location)", "fetch('/pkg/dist/opik_attachments.wasm')"]) {
      const page = await browser.newPage();
      await page.goto(server.pageUrl);
      const size = await page.evaluate(`(async () => {
        const { AttachmentClient, init } = await import("/pkg/dist/slim.js");
        await init(${source});
        const client = new AttachmentClient({ apiUrl: "/api" });
        const target = { entityType: "trace", entityId: "${uuidV7()}" };
        await client.uploadAttachment({ ...target, file: new Blob(["page"]), fileName: "a.txt" });
        return (await client.getAttachmentList(target))[0].fileSize;
      })()`);
      assert.equal(size, 4, source);
      await page.close();
    }
    const page = await browser.newPage();
    await page.goto(server.pageUrl);
    const failed = page.evaluate(`import("/pkg/dist/slim.js").then(({ init }) => init(new URL("/nothing", location)))`);
    await assert.rejects(failed, /404/);
  } finally {
    await browser.close();
  }
});

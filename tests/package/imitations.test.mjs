// What other runtimes and test environments put in the place of what browsers have.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AttachmentClient } from "opik-attachments";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";

let server;
let client;
const target = { entityType: "trace", entityId: uuidV7() };
before(async () => {
  server = await startServer();
  client = new AttachmentClient({ apiUrl: server.apiUrl });
});
after(() => server.stop());

test("an XMLHttpRequest in Node is an imitation, and not used", async (t) => {
  globalThis.XMLHttpRequest = class {
    constructor() {
      throw new Error("it was used");
    }
  };
  t.after(() => delete globalThis.XMLHttpRequest);
  await client.uploadAttachment({ ...target, file: new Blob(["bytes"]), fileName: "a.txt", onProgress() {} });
  assert.equal(await new Response(await client.downloadAttachment({ ...target, fileName: "a.txt" })).text(), "bytes");
});

test("a File that says it is a Blob, as Bun's does, has its name all the same", async () => {
  class BlobByName extends File {
    get [Symbol.toStringTag]() {
      return "Blob";
    }
  }
  const { fileName } = await client.uploadAttachment({ ...target, file: new BlobByName(["x"], "mine.txt") });
  assert.equal(fileName, "mine.txt");
});

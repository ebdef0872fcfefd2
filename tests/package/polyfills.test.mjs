// Polyfills: what runtimes and test environments provide in place of browser APIs. Tests of whole pages are in vitest/.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
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

test("an XMLHttpRequest in Node is a polyfill, and not used", async (t) => {
  globalThis.XMLHttpRequest = class {
    constructor() {
      throw new Error("it was used");
    }
  };
  t.after(() => delete globalThis.XMLHttpRequest);
  await client.uploadAttachment({ ...target, file: new Blob(["bytes"]), fileName: "a.txt", onProgress() {} });
  assert.equal(await new Response(await client.downloadAttachment({ ...target, fileName: "a.txt" })).text(), "bytes");
});

test("a File that says it is a Blob, as Bun's does, keeps its name", async () => {
  class BlobByName extends File {
    get [Symbol.toStringTag]() {
      return "Blob";
    }
  }
  const { fileName } = await client.uploadAttachment({ ...target, file: new BlobByName(["x"], "mine.txt") });
  assert.equal(fileName, "mine.txt");
});

const requireFromVitest = createRequire(new URL("vitest/package.json", import.meta.url));

test("a File of a window that is not the global one is uploaded if it can be read, and otherwise the error says what it is", async (t) => {
  const happy = new (requireFromVitest("happy-dom").Window)();
  t.after(() => happy.close());
  const file = new happy.File(["happy"], "happy.txt");
  const [{ value }] = await client.uploadAttachments({ ...target, files: [file] });
  assert.deepEqual([value.fileName, value.fileSize], ["happy.txt", 5]);
  const text = await new Response(await client.downloadAttachment({ ...target, fileName: "happy.txt" })).text();
  assert.equal(text, "happy");

  const { window } = new (requireFromVitest("jsdom").JSDOM)();
  t.after(() => window.close());
  const unreadable = client.uploadAttachment({ ...target, file: new window.File(["x"], "jsdom.txt") });
  await assert.rejects(unreadable, ({ code, message }) => {
    assert.equal(code, "INVALID_ARGUMENT");
    return /^file: expected a File or Blob of this runtime, got one of another implementation, such as jsdom's; /.test(message);
  });
});

test("an object with the methods of a Blob that gives no bytes is refused as an argument", async () => {
  const file = { size: 1, type: "", slice() {}, arrayBuffer: async () => "not bytes" };
  await assert.rejects(client.uploadAttachment({ ...target, file, fileName: "a" }), {
    code: "INVALID_ARGUMENT",
    message: "file: expected a file that can be read, got its arrayBuffer() gives no ArrayBuffer",
  });
});

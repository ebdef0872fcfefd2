// Nothing leaks: a program that has used the package in every way, and aborted every call, exits by itself. It leaves no
// timer, no listener and no request.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";

const program = `
import { getEventListeners } from "node:events";
import { AttachmentClient } from "opik-attachments";

// So long that a timer that is left running keeps the program alive beyond the time-out of this test.
const client = new AttachmentClient({ apiUrl: process.argv[1], stallTimeout: 3_600_000 });
const controller = new AbortController();
const { signal } = controller;
const target = { entityType: "trace", entityId: process.argv[2], signal };
const file = new Uint8Array(9 * 2 ** 20);
const name = { ...target, fileName: "a.bin" };

await client.uploadAttachment({ ...name, file, onProgress() {} });
await client.uploadAttachments({ ...target, files: [{ file, fileName: "b" }, { file, fileName: "c" }] });
const [row] = await client.getAttachmentList(target);
for await (const chunk of await client.downloadAttachment({ ...target, ...row })) void chunk;
for await (const chunk of await client.downloadAttachment(name)) break;
await (await client.downloadAttachment(name)).cancel();
const listeners = getEventListeners(signal, "abort").length;

const read = (await client.downloadAttachment(name)).getReader();
await read.read();
const unread = await client.downloadAttachment(name);
const waiting = [
  client.uploadAttachment({ ...name, file }),
  client.uploadAttachments({ ...target, files: [{ file, fileName: "b" }] }),
  client.getAttachmentList(target),
  client.deleteAttachments({ ...target, fileNames: [] }),
  client.downloadAttachment(name),
];
setTimeout(() => controller.abort("enough"), 5);
const reasons = (await Promise.allSettled([...waiting, read.closed, unread.getReader().closed])).map(({ reason }) => reason);
await new Promise((resolve) => setTimeout(resolve, 50));
const timers = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
console.log(JSON.stringify({ listeners, reasons: [...new Set(reasons)], timers, after: getEventListeners(signal, "abort").length }));
`;

for (const mode of ["direct", "store"]) {
  describe(`${mode} mode`, () => {
    let server;
    before(async () => {
      server = await startServer({ mode, switches: ["--latency", "20"] });
    });
    after(() => server.stop());

    test("nothing is left behind", { timeout: 60_000 }, async () => {
      const args = ["--input-type=module", "--eval", program, server.apiUrl, uuidV7()];
      const child = spawn(process.execPath, args, { cwd: import.meta.dirname });
      let printed = "";
      child.stdout.setEncoding("utf8").on("data", (text) => (printed += text));
      child.stderr.pipe(process.stderr);
      const [status] = await once(child, "close");
      assert.deepEqual(JSON.parse(printed), { listeners: 0, reasons: ["enough"], timers: 0, after: 0 });
      assert.equal(status, 0);
    });
  });
}

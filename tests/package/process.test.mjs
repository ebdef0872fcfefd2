// The behaviour of a process that uses the package: it exits, does not crash and prints no warning.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runProgram } from "./lib/run-program.mjs";

const id = "0190babc-62a0-71d2-832a-0feffa4676eb";

test("an abort during a back-off leaves no timer behind: the program ends by itself", async () => {
  const source = `
    import { AttachmentClient } from "opik-attachments";
    const controller = new AbortController();
    const client = new AttachmentClient({
      apiUrl: "http://127.0.0.1:9",
      fetch: async () => new Response("", { status: 503, headers: { "Retry-After": "60" } }),
      onRetry: () => controller.abort("enough"),
    });
    const start = Date.now();
    process.on("exit", () => console.log(Date.now() - start < 30_000 ? "at once" : "late"));
    await client.getAttachmentList({ entityType: "trace", entityId: "${id}", signal: controller.signal }).catch(console.log);
  `;
  assert.deepEqual(await runProgram(source, {}), { status: 0, stdout: "enough\nat once\n", stderr: "" });
});

test("a file that cannot be opened does not bring the program down when the upload ends before it is opened", async () => {
  const source = `
    import { AttachmentClient } from "opik-attachments";
    const client = new AttachmentClient({ apiUrl: "http://127.0.0.1:9" });
    const upload = { entityType: "trace", entityId: "${id}", filePath: "/no/such/file" };
    await client.uploadAttachment({ ...upload, fileName: ".." }).catch((error) => console.log(error.code));
    await client.uploadAttachment({ ...upload, signal: AbortSignal.abort("before") }).catch(console.log);
    const broken = new ReadableStream({ start(controller) { controller.error(new Error("broken")) } });
    await client.uploadAttachment({ ...upload, filePath: undefined, file: broken, fileName: "a", signal: AbortSignal.abort("again") }).catch(console.log);
    await new Promise((resolve) => setTimeout(resolve, 50));
  `;
  assert.deepEqual(await runProgram(source, {}), { status: 0, stdout: "INVALID_ARGUMENT\nbefore\nagain\n", stderr: "" });
});

test("a file-backed upload prints no warning", async () => {
  const source = `
    import { AttachmentClient } from "opik-attachments";
    const client = new AttachmentClient({ apiUrl: "http://127.0.0.1:9", maxAttempts: 1, fetch: async () => new Response("", { status: 400 }) });
    await client.uploadAttachment({ entityType: "trace", entityId: "${id}", filePath: process.execPath }).catch((error) => console.log(error.code));
  `;
  assert.deepEqual(await runProgram(source, {}), { status: 0, stdout: "API_ERROR\n", stderr: "" });
});

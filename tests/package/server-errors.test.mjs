// Refusals by a server or a store, as the caller of the installed package sees them.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { AttachmentClient } from "opik-attachments";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";

const newTarget = () => ({ entityType: "trace", entityId: uuidV7() });
const textOf = (stream) => new Response(stream).text();

async function withServer(options, work) {
  const server = await startServer(options);
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

for (const mode of ["direct", "store"]) {
  describe(`${mode} mode`, () => {
    test("a key opens its workspace and no other", () =>
      withServer({ mode, switches: ["--auth", "the-key@team"] }, async ({ apiUrl }) => {
        const client = (options) => new AttachmentClient({ apiUrl, ...options });
        const target = newTarget();
        const right = client({ apiKey: "the-key", workspaceName: "team" });
        await right.uploadAttachment({ ...target, file: Buffer.from("secret"), fileName: "a.txt" });
        const [row] = await right.getAttachmentList(target);
        assert.equal(await textOf(await right.downloadAttachment({ ...target, ...row })), "secret");

        // Like Opik, which shows what is public to a key that is wrong, missing or of another workspace.
        const notFound = { code: "PROJECT_NOT_FOUND", status: 404, attempts: 1, retryable: false };
        const mayNotSee = /the API key may not see it/;
        const refusals = [
          [{ workspaceName: "team" }, { code: "UNAUTHORIZED", status: 401, hint: /apiKey/ }, /apiKey is not set/],
          [{ apiKey: "wrong-key", workspaceName: "team" }, { code: "UNAUTHORIZED", status: 401 }, mayNotSee],
          [{ apiKey: "the-key" }, { code: "FORBIDDEN", status: 403, hint: /workspaceName/ }, mayNotSee],
        ];
        for (const [options, expected, hint] of refusals) {
          await assert.rejects(client(options).getAttachmentList(target), { ...notFound, hint });
          const upload = client(options).uploadAttachment({ ...target, file: Buffer.from("x"), fileName: "b.txt" });
          await assert.rejects(upload, { ...expected, attempts: 1, retryable: false });
        }
        // A direct link needs the key; a presigned one carries its own authorization.
        const bare = client({ workspaceName: "team" }).downloadAttachment({ ...target, ...row });
        if (mode === "direct") await assert.rejects(bare, { code: "PROJECT_NOT_FOUND" });
        else assert.equal(await textOf(await bare), "secret");
      }));

    test("a server with a high latency works", () =>
      withServer({ mode, switches: ["--latency", "30"] }, async ({ apiUrl }) => {
        const client = new AttachmentClient({ apiUrl });
        const target = newTarget();
        await client.uploadAttachment({ ...target, file: Buffer.from("x"), fileName: "a.txt" });
        assert.equal(await textOf(await client.downloadAttachment({ ...target, fileName: "a.txt" })), "x");
      }));

    test("compressed answers are decompressed", () =>
      withServer({ mode }, async ({ apiUrl }) => {
        const client = new AttachmentClient({ apiUrl });
        const target = newTarget();
        const text = "the same line again and again\n".repeat(10_000);
        await client.uploadAttachment({ ...target, file: Buffer.from(text), fileName: "a.txt" });
        assert.equal(await textOf(await client.downloadAttachment({ ...target, fileName: "a.txt" })), text);
      }));
  });
}

test("an upload that is too large for a proxy fails with FILE_TOO_LARGE", () =>
  withServer({ mode: "direct", switches: ["--max-body", "1000"] }, async ({ apiUrl }) => {
    const client = new AttachmentClient({ apiUrl });
    const upload = client.uploadAttachment({ ...newTarget(), file: randomBytes(2000), fileName: "a.bin" });
    await assert.rejects(upload, { code: "FILE_TOO_LARGE", status: 413, attempts: 1, hint: /client_max_body_size/, body: /<html>/ });
  }));

test("a listed link that has expired is replaced by a fresh one", () =>
  withServer({ mode: "store", switches: ["--presign-seconds", "1"] }, async ({ apiUrl }) => {
    const client = new AttachmentClient({ apiUrl });
    const target = newTarget();
    await client.uploadAttachment({ ...target, file: Buffer.from("x"), fileName: "a.txt" });
    const [row] = await client.getAttachmentList(target);
    // S3 says 403, Garage 400.
    const isDead = async () => !(await fetch(row.link)).ok;
    while (!(await isDead())) await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(await textOf(await client.downloadAttachment({ ...target, ...row })), "x");
  }));

for (const mode of ["direct", "store"]) {
  test(`${mode} mode: an upload that is redirected is sent once, and the error says so`, () =>
    withServer({ mode, admin: true }, async ({ apiUrl, faults, requests }) => {
      const elsewhere = { type: "status", status: 307, headers: { Location: `${apiUrl}/elsewhere` } };
      await faults.add({ method: "PUT", action: elsewhere });
      const upload = new AttachmentClient({ apiUrl }).uploadAttachment({ ...newTarget(), file: randomBytes(10), fileName: "a.bin" });
      await assert.rejects(upload, { code: "API_ERROR", attempts: 1, retryable: false, message: /redirects/ });
      assert.deepEqual((await requests()).map(({ method }) => method), ["POST", "PUT"]);
    }));
}

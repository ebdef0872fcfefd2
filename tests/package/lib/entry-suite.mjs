// The tests that the installed package must pass in Node, loaded by import or by require, with the server in both modes.
import assert from "node:assert/strict";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { startServer } from "../../../scripts/lib/server.mjs";
import { uuidV7 } from "../../../scripts/lib/uuid-v7.mjs";

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

async function sha256OfStream(stream) {
  const hash = createHash("sha256");
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest("hex");
}

const newTarget = () => ({ entityType: "span", entityId: uuidV7() });

/** Defines the tests. `how` says how the package was loaded. */
export function testEntry(how, { AttachmentClient, AttachmentError }) {
  for (const mode of ["direct", "store"]) {
    describe(`${how}, ${mode} mode`, () => {
      let server;
      let folder;
      let client;
      before(async () => {
        server = await startServer({ mode });
        folder = await mkdtemp(join(tmpdir(), "opik-attachments-"));
        client = new AttachmentClient({ apiUrl: server.apiUrl, projectName: "package tests" });
      });
      after(async () => {
        await server.stop();
        await rm(folder, { recursive: true });
      });

      test("bytes, blobs and paths come back unchanged", async () => {
        const target = newTarget();
        const bytes = randomBytes(9 * 1024 * 1024 + 1);
        const path = join(folder, "by päth #1 %41.bin");
        await writeFile(path, bytes);
        const sources = {
          "buffer.bin": { file: bytes },
          "slice.bin": { file: bytes.subarray(5, 5 + bytes.length) },
          "blob.bin": { file: new Blob([bytes]) },
          "path.bin": { filePath: path },
          "file url.bin": { filePath: pathToFileURL(path) },
          "file url text.bin": { filePath: pathToFileURL(path).href },
        };
        for (const [fileName, source] of Object.entries(sources)) {
          const outcome = await client.uploadAttachment({ ...target, ...source, fileName });
          const expected = fileName === "slice.bin" ? bytes.subarray(5) : bytes;
          assert.deepEqual(outcome, {
            fileName,
            fileSize: expected.length,
            mimeType: "application/octet-stream",
            status: "uploaded",
          });
          const stream = await client.downloadAttachment({ ...target, fileName });
          assert.ok(stream instanceof ReadableStream);
          assert.equal(await sha256OfStream(stream), sha256(expected), fileName);
        }
        assert.equal((await client.uploadAttachment({ ...target, filePath: path })).fileName, "by päth #1 %41.bin");
        const list = await client.getAttachmentList(target);
        assert.deepEqual(list.map(({ fileName }) => fileName).sort(), [...Object.keys(sources), "by päth #1 %41.bin"].sort());
      });

      test("a listed attachment costs one request to download", async () => {
        const target = newTarget();
        await client.uploadAttachment({ ...target, file: Buffer.from("x"), fileName: "a.txt" });
        const [attachment] = await client.getAttachmentList(target);
        const urls = [];
        const counting = new AttachmentClient({
          apiUrl: server.apiUrl,
          projectName: "package tests",
          fetch: (url, init) => {
            urls.push(url);
            return fetch(url, init);
          },
        });
        const stream = await counting.downloadAttachment({ ...target, ...attachment });
        assert.equal(await sha256OfStream(stream), sha256("x"));
        assert.equal(urls.length, 1);
        assert.equal(new URL(urls[0]).origin, new URL(mode === "store" ? server.storeUrl : server.apiUrl).origin);
      });

      test("many pages are one list", async () => {
        const target = newTarget();
        await client.uploadAttachment({ ...target, file: Buffer.from("x"), fileName: "a.txt" });
        const paged = new AttachmentClient({
          apiUrl: server.apiUrl,
          projectName: "package tests",
          // Makes the server's pages so small that a handful of files fills several.
          fetch: (url, init) => fetch(url.replace("size=1000", "size=2"), init),
        });
        const names = Array.from({ length: 5 }, (_, index) => `${index}.txt`);
        for (const fileName of names) await client.uploadAttachment({ ...target, file: Buffer.from("x"), fileName });
        const list = await paged.getAttachmentList(target);
        assert.deepEqual(list.map(({ fileName }) => fileName), ["a.txt", ...names].sort().reverse());
      });

      test("paths of no file are refused by name", async () => {
        const target = newTarget();
        for (const [filePath, got] of [
          [join(folder, "not there"), `ENOENT (${join(folder, "not there")})`],
          ["https://example.org/a.txt", null],
          [new URL("https://example.org/a.txt"), null],
          [5, "the number 5"],
        ]) {
          const refused = await client.uploadAttachment({ ...target, filePath }).catch((error) => error);
          if (filePath === "https://example.org/a.txt") {
            // It is a relative path, of a file that does not exist.
            assert.equal(refused.code, "INVALID_ARGUMENT");
            continue;
          }
          assert.ok(refused instanceof AttachmentError, String(filePath));
          assert.equal(refused.code, "INVALID_ARGUMENT");
          assert.match(refused.message, /^filePath: expected /);
          if (got) assert.ok(refused.message.endsWith(got), refused.message);
        }
      });

      test("a path that leads nowhere stops no other file", async () => {
        const target = newTarget();
        const [path, loop] = [join(folder, "good.txt"), join(folder, `loop ${randomUUID()}`)];
        await writeFile(path, "good");
        await symlink(loop, loop);
        const files = [{ filePath: loop }, { filePath: join(folder, "not there") }, { filePath: path }];
        const settled = await client.uploadAttachments({ ...target, files });
        assert.deepEqual(settled.map(({ status, reason }) => reason?.code ?? status), ["FILE_UNREADABLE", "INVALID_ARGUMENT", "fulfilled"]);
        assert.ok(settled[0].reason.message.startsWith(`The file cannot be read: ${loop}: ELOOP`));
      });

      test("the answer of a server is in the error, with a hint", async () => {
        const other = new AttachmentClient({ apiUrl: server.apiUrl, workspaceName: "elsewhere" });
        await assert.rejects(other.getAttachmentList(newTarget()), {
          name: "AttachmentError",
          code: "API_ERROR",
          status: 404,
          body: { code: 404, message: "Workspace not found" },
          operation: "getAttachmentList",
          retryable: false,
          hint: /workspaceName/,
        });
        const withoutApi = new AttachmentClient({ apiUrl: server.pageUrl });
        // The server answers there, too: Opik's backend serves its paths without /api.
        await assert.rejects(withoutApi.getAttachmentList({ ...newTarget(), projectName: "no such" }), {
          code: "PROJECT_NOT_FOUND",
        });
        const nowhere = new AttachmentClient({ apiUrl: `${server.apiUrl}/nowhere` });
        await assert.rejects(nowhere.getAttachmentList(newTarget()), { code: "API_ERROR", hint: /apiUrl/ });
      });

      if (mode === "direct") {
        test("a brace is refused by the server, and the hint says so", async () => {
          const upload = client.uploadAttachment({ ...newTarget(), file: Buffer.from("x"), fileName: "a{b}.txt" });
          await assert.rejects(upload, { code: "API_ERROR", status: 500, attempts: 1, hint: /brace/ });
        });
      }
    });
  }

  test(`${how}: freed clients let their calls finish`, async () => {
    const server = await startServer({ mode: "direct" });
    try {
      const client = new AttachmentClient({ apiUrl: server.apiUrl });
      const target = newTarget();
      const upload = client.uploadAttachment({ ...target, file: Buffer.from("x"), fileName: "a.txt" });
      client.free();
      assert.equal((await upload).status, "uploaded");
      await assert.rejects(client.getAttachmentList(target), { code: "INVALID_ARGUMENT", message: /freed/ });
    } finally {
      await server.stop();
    }
  });
}

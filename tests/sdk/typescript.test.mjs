// Opik's TypeScript SDK against the local server: the generated calls that work, those that do not, and our client made from
// its configuration.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { Opik, disableLogger } from "opik";
import { AttachmentClient } from "opik-attachments";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";

const mib = 1024 * 1024;
const projectName = "typescript and we";

disableLogger();

for (const mode of ["direct", "store"]) {
  describe(`${mode} mode`, () => {
    let server;
    let opik;
    let ours;
    before(async () => {
      server = await startServer({ mode });
      opik = new Opik({ apiUrl: server.apiUrl, projectName, workspaceName: "default" });
      ours = new AttachmentClient(opik.config);
    });
    after(() => server.stop());

    // Standard base64, as users of the SDK write it.
    const path = () => Buffer.from(server.apiUrl).toString("base64");
    const newTarget = () => ({ entityType: "trace", entityId: uuidV7() });

    test("its configuration builds our client", async () => {
      const target = newTarget();
      await ours.uploadAttachment({ ...target, file: Buffer.from("x"), fileName: "a.txt" });
      assert.deepEqual((await ours.getAttachmentList(target)).map(({ fileName }) => fileName), ["a.txt"]);
    });

    test("files are attached to its traces and spans, whether they have arrived or not", async () => {
      const trace = opik.trace({ name: "a trace" });
      const span = trace.span({ name: "a span", type: "general" });
      const targets = [
        { entityType: "trace", entityId: trace.data.id },
        { entityType: "span", entityId: span.data.id },
      ];
      for (const target of targets) {
        const fileName = `of the ${target.entityType}.txt`;
        await ours.uploadAttachment({ ...target, file: Buffer.from(fileName), fileName });
        const [attachment, ...others] = await ours.getAttachmentList(target);
        assert.deepEqual([attachment.fileName, others], [fileName, []]);
        const stream = await ours.downloadAttachment({ ...target, ...attachment });
        assert.equal(await new Response(stream).text(), fileName);
      }
      const { id: projectId } = await opik.api.projects.retrieveProject({ name: projectName });
      const request = { ...targets[1], projectId, path: path(), page: 1, size: 10 };
      const { content } = await opik.api.attachments.attachmentList(request);
      assert.deepEqual(content.map(({ fileName }) => fileName), ["of the span.txt"]);
      // The local server answers 404 to traces, which the SDK logs and ignores.
      await opik.flush();
    });

    test("it finds the project and lists what our package uploaded, page by page", async () => {
      const target = newTarget();
      for (const fileName of ["a.txt", "b é&+.txt", "c.txt"]) {
        await ours.uploadAttachment({ ...target, file: Buffer.from(fileName), fileName });
      }
      const { id: projectId, name } = await opik.api.projects.retrieveProject({ name: projectName });
      assert.equal(name, projectName);
      const request = { ...target, projectId, path: path() };
      const page = (number) => opik.api.attachments.attachmentList({ ...request, page: number, size: 2 });
      const [first, second] = [await page(1), await page(2)];
      assert.deepEqual([first.page, first.size, first.total], [1, 2, 3]);
      assert.deepEqual([second.page, second.size, second.total], [2, 1, 3]);
      const names = [...first.content, ...second.content].map(({ fileName }) => fileName);
      assert.deepEqual(names, ["c.txt", "b é&+.txt", "a.txt"]);
      await assert.rejects(opik.api.projects.retrieveProject({ name: "no such" }), { statusCode: 404 });
    });

    test("it starts and completes an upload that our package downloads", async () => {
      const target = newTarget();
      const parts = [randomBytes(5 * mib), randomBytes(1000)];
      const file = { ...target, projectName, fileName: "né w.bin", mimeType: "application/octet-stream" };
      const { uploadId, preSignUrls } = await opik.api.attachments.startMultiPartUpload({
        ...file,
        numOfFileParts: parts.length,
        path: path(),
      });
      if (mode === "direct") {
        assert.equal(uploadId, "BEMinIO");
        assert.equal(preSignUrls.length, 1);
        const put = await fetch(preSignUrls[0], { method: "PUT", body: Buffer.concat(parts) });
        assert.equal(put.status, 204);
      } else {
        assert.equal(preSignUrls.length, parts.length);
        const uploadedFileParts = [];
        for (const [index, body] of parts.entries()) {
          const put = await fetch(preSignUrls[index], { method: "PUT", body });
          assert.equal(put.status, 200);
          uploadedFileParts.push({ eTag: put.headers.get("etag"), partNumber: index + 1 });
        }
        const fileSize = Buffer.concat(parts).length;
        await opik.api.attachments.completeMultiPartUpload({ ...file, fileSize, uploadId, uploadedFileParts });
      }
      const stream = await ours.downloadAttachment({ ...target, fileName: file.fileName });
      assert.deepEqual(Buffer.from(await new Response(stream).arrayBuffer()), Buffer.concat(parts));
    });

    test(mode === "direct" ? "it downloads what our package uploaded" : "its download is refused", async () => {
      const target = newTarget();
      const bytes = randomBytes(1000);
      await ours.uploadAttachment({ ...target, file: bytes, fileName: "a.bin" });
      const { id: containerId } = await opik.api.projects.retrieveProject({ name: projectName });
      const request = { ...target, containerId, fileName: "a.bin", mimeType: "application/octet-stream" };
      const download = opik.api.attachments.downloadAttachment(request);
      if (mode === "store") return assert.rejects(download, { statusCode: 403 });
      const chunks = [];
      for await (const chunk of await download) chunks.push(chunk);
      assert.deepEqual(Buffer.concat(chunks), bytes);
    });

    test("its upload and its delete cannot work, neither here nor with a real Opik", async () => {
      const target = newTarget();
      const file = { ...target, projectName, fileName: "a.json" };
      // Declared with a JSON body: bytes are refused before anything is sent.
      await assert.rejects(opik.api.attachments.uploadAttachment({ ...file, body: randomBytes(10) }));
      // Declared with the body of a completion, so the server finds no file names.
      const completion = { ...file, fileSize: 1, uploadId: "x", uploadedFileParts: [] };
      await assert.rejects(opik.api.attachments.deleteAttachments(completion), (error) => {
        assert.equal(error.statusCode, 422);
        assert.ok(error.body.errors.includes("fileNames must not be null"), JSON.stringify(error.body));
        return true;
      });
    });
  });
}

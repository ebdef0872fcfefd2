// Tests that users write for a page that uploads and downloads attachments. File, Blob, AbortController and fetch are those
// of a simulated browser instead of Node's. Run by ../vitest.test.mjs.
import { Blob as NodeBlob } from "node:buffer";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AttachmentClient, AttachmentError } from "opik-attachments";
import { describe, expect, test } from "vitest";

const servers = JSON.parse(process.env.TEST_SERVERS);
const { TEST_ID: id } = process.env;
const large = "0123456789abcdef".repeat(6 * 2 ** 16);

/** Returns the File that a page gets from an input element. */
function picked(parts, name, options) {
  const input = document.createElement("input");
  input.type = "file";
  const file = new File(parts, name, options);
  Object.defineProperty(input, "files", { value: [file] });
  let seen;
  input.addEventListener("change", (event) => (seen = event.target.files[0]));
  input.dispatchEvent(new Event("change"));
  return seen;
}

for (const [mode, apiUrl] of Object.entries(servers)) {
  describe(`${mode} mode`, () => {
    const client = new AttachmentClient({ apiUrl });
    const target = { entityType: "trace", entityId: id };
    const textOf = async (fileName) => new Response(await client.downloadAttachment({ ...target, fileName })).text();

    test("the environment is a simulated browser", () => {
      expect(File).not.toBe(globalThis.process.getBuiltinModule("node:buffer").File);
      expect(document.createElement("p").nodeName).toBe("P");
    });

    test.each([
      ["a File", () => ({ file: picked(["text"], "file.txt", { type: "text/plain" }) }), "file.txt", "text"],
      ["a large File", () => ({ file: picked([large], "large.bin") }), "large.bin", large],
      ["an empty File", () => ({ file: picked([], "empty.txt") }), "empty.txt", ""],
      ["a Blob", () => ({ file: new Blob(["blob"]), fileName: "blob.txt" }), "blob.txt", "blob"],
      ["Node's Blob", () => ({ file: new NodeBlob(["node"]), fileName: "node.txt" }), "node.txt", "node"],
      ["bytes", () => ({ file: new TextEncoder().encode("bytes"), fileName: "bytes.txt" }), "bytes.txt", "bytes"],
      ["a stream", () => ({ file: new Response("stream").body, fileName: "stream.txt" }), "stream.txt", "stream"],
      ["a Response", () => ({ file: new Response("answer"), fileName: "answer.txt" }), "answer.txt", "answer"],
    ])("%s is uploaded and downloaded", async (_, upload, fileName, text) => {
      const progress = [];
      const uploaded = await client.uploadAttachment({ ...target, ...upload(), onProgress: (event) => progress.push(event) });
      expect(uploaded).toMatchObject({ fileName, fileSize: text.length, status: "uploaded" });
      expect(await textOf(fileName)).toBe(text);
      expect(progress.at(-1)).toMatchObject({ loaded: text.length, total: text.length });
    });

    test("a file by its path is uploaded and downloaded", async () => {
      const filePath = join(tmpdir(), `opik-attachments-${process.pid}-${mode}.txt`);
      writeFileSync(filePath, "path");
      await client.uploadAttachment({ ...target, filePath, fileName: "path.txt" });
      expect(await textOf("path.txt")).toBe("path");
    });

    test("several at once, a range, the list, and deletion", async () => {
      const files = ["one", "two"].map((name) => picked([name], `${name}.txt`));
      const settled = await client.uploadAttachments({ ...target, files });
      expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
      const part = await client.downloadAttachment({ ...target, fileName: "two.txt", range: { start: 1 } });
      expect(await new Response(part).text()).toBe("wo");
      const names = async () => (await client.getAttachmentList(target)).map(({ fileName }) => fileName);
      expect(await names()).toContain("one.txt");
      await client.deleteAttachments({ ...target, fileNames: ["one.txt", "two.txt"] });
      expect(await names()).not.toContain("one.txt");
    });

    test("errors are the package's, and an abort rejects with the signal's reason", async () => {
      const missing = await client.downloadAttachment({ ...target, fileName: "missing" }).catch((error) => error);
      expect(missing).toBeInstanceOf(AttachmentError);
      expect(missing.code).toBe("ATTACHMENT_NOT_FOUND");
      const controller = new AbortController();
      controller.abort(new Error("the page was left"));
      const upload = { file: new Blob(["x"]), fileName: "x", signal: controller.signal };
      await expect(client.uploadAttachment({ ...target, ...upload })).rejects.toThrow("the page was left");
    });

    test("a custom fetch is used, with a File of the simulated browser", async () => {
      const urls = [];
      const counting = (url, init) => {
        urls.push(url);
        return fetch(url, init);
      };
      const own = new AttachmentClient({ apiUrl, fetch: counting });
      await own.uploadAttachment({ ...target, file: picked(["mine"], "mine.txt") });
      expect(urls.length).toBeGreaterThan(0);
      expect(await textOf("mine.txt")).toBe("mine");
    });
  });
}

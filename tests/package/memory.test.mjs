// Memory does not grow with the file: not in Node, not in a browser's JS heap, not in the memory of the module.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { AttachmentClient } from "opik-attachments";
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { startServer } from "../../scripts/lib/server.mjs";

const mib = 2 ** 20;
const programs = fileURLToPath(new URL("programs/", import.meta.url));

/** Runs a program of programs/ and reads what it prints. */
async function print(name, ...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [join(programs, name), ...args]);
  return JSON.parse(stdout);
}

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "opik-attachments-"));
});
after(() => rm(folder, { recursive: true }));

/** Creates a sparse file. */
async function sparse(name, size) {
  const path = join(folder, name);
  const file = await open(path, "w");
  await file.truncate(size);
  await file.close();
  return path;
}

test("ten thousand parts do not fill the module's memory", async () => {
  const sent = await print("part-memory.mjs", await sparse("huge", 10_000 * 8 * mib));
  assert.deepEqual({ ...sent, wasm: 0 }, { parts: 10_000, completed: 10_000, inOrder: true, wasm: 0 });
  assert.ok(sent.wasm < 2, `${sent.wasm} MiB`);
});

test("a file beyond 4 GiB keeps its size and its end, which Node's own Blobs would lose", async () => {
  const size = 2 ** 32 + 5;
  const path = await sparse("beyond", size);
  const file = await open(path, "r+");
  await file.write("end!!", 2 ** 32);
  await file.close();
  let tail = "";
  let sent = 0;
  async function fetch(url, { body }) {
    if (url.endsWith("/upload-start")) {
      const urls = Array.from({ length: JSON.parse(body).num_of_file_parts }, (_, index) => `http://store/${index}`);
      return Response.json({ upload_id: "upload", pre_sign_urls: urls });
    }
    if (url.endsWith("/upload-complete")) return new Response(null, { status: 204 });
    sent += body.size;
    if (body.size < 100) tail = await new Response(body).text();
    return new Response(null, { status: 200, headers: { ETag: '"tag"' } });
  }
  const client = new AttachmentClient({ fetch, apiUrl: "http://backend", partSize: 8 * mib });
  const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };
  const { fileSize } = await client.uploadAttachment({ ...target, filePath: path });
  assert.deepEqual({ fileSize, sent, tail }, { fileSize: size, sent: size, tail: "end!!" });
});

for (const mode of ["direct", "store"]) {
  describe(`${mode} mode`, () => {
    let server;
    before(async () => {
      server = await startServer({ mode, cors: true });
    });
    after(() => server.stop());

    test("256 MiB by path, up and down in Node", async () => {
      const path = await sparse("large", 256 * mib);
      const grew = await print("transfer-memory.mjs", server.apiUrl, path);
      assert.equal(grew.whole, true);
      assert.equal(grew.instances, 1);
      // In memory, the file alone would be three times that.
      assert.ok(grew.upload <= 75 && grew.download <= 75 && grew.wasm < 2, JSON.stringify(grew));
    });

    test("300 MiB as a File in Chromium", async () => {
      const path = await sparse("file", 300 * mib);
      const browser = await chromium.launch(launchOptions);
      try {
        const page = await browser.newPage();
        // On the server's origin, but without the policy of its page, which allows no added markup.
        await page.goto(new URL("/pkg/package.json", server.pageUrl).href);
        await page.setContent('<input type="file">');
        await page.setInputFiles("input", path);
        const inspector = await page.context().newCDPSession(page);
        const heap = async () => (await inspector.send("Runtime.getHeapUsage")).usedSize;
        const upload = (size) =>
          page.evaluate(
            async ([apiUrl, size]) => {
              const { AttachmentClient } = await import("/pkg/dist/index.js");
              const client = new AttachmentClient({ apiUrl, projectName: "memory" });
              const [file] = document.querySelector("input").files;
              const entityId = "0190babc-62a0-71d2-832a-0feffa4676eb";
              return client.uploadAttachment({ entityType: "span", entityId, file: file.slice(0, size), fileName: `${size}`, onProgress() {} });
            },
            [server.apiUrl, size],
          );
        await upload(9 * mib);
        await inspector.send("HeapProfiler.collectGarbage");
        const before = await heap();
        let peak = before;
        const watching = setInterval(async () => (peak = Math.max(peak, await heap().catch(() => 0))), 50);
        const { fileSize } = await upload(300 * mib);
        clearInterval(watching);
        assert.equal(fileSize, 300 * mib);
        assert.ok(peak - before < 20 * mib, `the heap grew by ${Math.round((peak - before) / mib)} MiB`);
      } finally {
        await browser.close();
      }
    });
  });
}

// Memory does not grow with the file: not in Node, not in a browser's JS heap, not in the module's own memory.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { startServer } from "../../scripts/lib/server.mjs";

const mib = 2 ** 20;
const program = fileURLToPath(new URL("memory-of-transfers.mjs", import.meta.url));

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "opik-attachments-"));
});
after(() => rm(folder, { recursive: true }));

/** A file that takes no room on the disk. */
async function sparse(name, size) {
  const path = join(folder, name);
  const file = await open(path, "w");
  await file.truncate(size);
  await file.close();
  return path;
}

for (const mode of ["direct", "store"]) {
  describe(`${mode} mode`, () => {
    let server;
    before(async () => {
      server = await startServer({ mode, cors: true });
    });
    after(() => server.stop());

    test("256 MiB by path, up and down in Node", async () => {
      const path = await sparse("large", 256 * mib);
      const { stdout } = await promisify(execFile)(process.execPath, [program, server.apiUrl, path]);
      const grew = JSON.parse(stdout);
      assert.equal(grew.whole, true);
      assert.equal(grew.instances, 1);
      // Kept whole, the file alone would be three times that.
      assert.ok(grew.upload <= 75 && grew.download <= 75, stdout);
      assert.ok(grew.wasm < 2, stdout);
    });

    test("300 MiB as a File in Chromium", async () => {
      const path = await sparse("file", 300 * mib);
      const browser = await chromium.launch(launchOptions);
      try {
        const page = await browser.newPage();
        await page.goto(server.pageUrl);
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

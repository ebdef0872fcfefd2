// The main way through the page: upload, list, preview, download, delete. In both modes, and from another origin.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { download, emptyText, openPreview, rowOf, sha256, upload } from "./lib/actions.mjs";
import { bytes, log } from "./lib/samples.mjs";
import { site } from "./lib/visit.mjs";

const small = bytes("Été à Zürich & más.bin", randomBytes(300 * 1024));
const parts = bytes("twelve mebibytes.bin", randomBytes(12 * 1024 * 1024));

for (const [name, options] of Object.entries({
  "direct mode": { mode: "direct" },
  "store mode": { mode: "store" },
  "direct mode from another origin": { mode: "direct", cors: true, pageFrom: "another origin" },
  "store mode from another origin": { mode: "store", cors: true, pageFrom: "another origin" },
})) {
  describe(name, () => {
    const at = site(options);

    test("files are uploaded, listed, previewed, downloaded and deleted", async () => {
      const visit = await at.open({ prepare: (page) => page.clock.install() });
      const { page } = visit;
      await emptyText(page).waitFor();
      await upload(page, small, parts, log);
      assert.equal(await rowOf(page, small.name).locator(".size").textContent(), "300 KiB");
      assert.equal(await rowOf(page, small.name).locator(".type").textContent(), "application/octet-stream");

      // What the server has, and not only what the page remembers.
      await page.reload();
      for (const file of [small, parts]) {
        await rowOf(page, file.name).waitFor();
        assert.deepEqual(await download(page, file.name), { name: file.name, digest: sha256(file.buffer) });
      }
      const preview = await openPreview(page, log.name);
      assert.equal(await preview.locator("pre").textContent(), log.buffer.toString());
      await page.keyboard.press("Escape");

      await page.getByRole("button", { name: `Delete ${small.name}`, exact: true }).click();
      await rowOf(page, small.name).waitFor({ state: "detached" });
      const listed = async () =>
        (await visit.client.getAttachmentList(visit.target)).map(({ fileName }) => fileName).sort();
      assert.ok((await listed()).includes(small.name), "nothing is sent while it can be undone");
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.url().endsWith("/attachment/delete")),
        page.clock.fastForward(8000),
      ]);
      assert.equal(answer.status(), 204);
      assert.deepEqual(await listed(), [parts.name, log.name].sort());
      visit.assertQuiet();
      await assertBytesTravel(visit, at.server);
    });
  });
}

/** In direct mode through the backend, in store mode to the store, which must see no credentials. */
async function assertBytesTravel({ requests }, { mode, apiUrl, storeUrl }) {
  const toStore = requests.filter((request) => new URL(request.url()).origin === new URL(storeUrl).origin);
  const methods = new Set(toStore.map((request) => request.method()).filter((method) => method !== "OPTIONS"));
  assert.deepEqual([...methods].sort(), mode === "store" ? ["GET", "PUT"] : []);
  if (mode === "store")
    assert.ok(toStore.filter((request) => request.method() === "PUT").length > 3, "a large file has parts");

  const carried = async (asked) => {
    const all = await Promise.all(asked.map((request) => request.allHeaders()));
    return new Set(all.flatMap(Object.keys));
  };
  // The backend gets a header that the store must not: else the check below could not fail.
  const toBackend = requests.filter((request) => request.url().startsWith(apiUrl));
  assert.ok((await carried(toBackend)).has("comet-workspace"));
  for (const header of ["authorization", "comet-workspace", "cookie"])
    assert.ok(!(await carried(toStore)).has(header), header);
}

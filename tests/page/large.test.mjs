// A large file: cancelled and tried again, and a server that goes away in the middle and comes back.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { choose, emptyText, rowOf, sha256, transferIn, transferOf } from "./lib/actions.mjs";
import { bytes } from "./lib/samples.mjs";
import { site } from "./lib/visit.mjs";

const longMs = 180_000;

async function digestOf({ client, target }, fileName) {
  const hash = createHash("sha256");
  for await (const chunk of await client.downloadAttachment({ ...target, fileName })) hash.update(chunk);
  return hash.digest("hex");
}

/** Waits until so much of it has left. */
const reached = (page, name, share) =>
  page.waitForFunction(
    ([fileName, least]) => {
      const bar = [...document.querySelectorAll(".transfer progress")].find(({ ariaLabel }) => ariaLabel === fileName);
      return bar && bar.value >= least;
    },
    [name, share],
  );

describe("two hundred mebibytes", () => {
  const at = site({ mode: "store" });
  const content = randomBytes(200 * 1024 * 1024);
  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "opik-attachments-large-"));
    await writeFile(join(folder, "large.bin"), content);
  });
  after(() => rm(folder, { recursive: true }));

  test("are cancelled, tried again, and arrive whole", async () => {
    const visit = await at.open();
    const { page } = visit;
    await emptyText(page).waitFor();
    await choose(page, join(folder, "large.bin"));
    await reached(page, "large.bin", 0.05);
    await page.getByRole("button", { name: "Cancel large.bin" }).click();
    await transferOf(page, "large.bin").getByText("Cancelled").waitFor();
    assert.deepEqual(await visit.client.getAttachmentList(visit.target), []);
    await page.getByRole("button", { name: "Retry large.bin" }).click();
    await transferIn(page, "large.bin", "done").waitFor({ timeout: longMs });
    assert.equal(await rowOf(page, "large.bin").locator(".size").textContent(), "200 MiB");
    assert.equal(await digestOf(visit, "large.bin"), sha256(content));
    visit.assertQuiet();
  });
});

for (const mode of ["direct", "store"]) {
  describe(`a server in ${mode} mode that restarts`, () => {
    const at = site({ mode, switches: ["--bandwidth", String(2 * 1024 * 1024)] });
    const file = bytes("interrupted.bin", randomBytes(40 * 1024 * 1024));

    test("gets the upload that it was in the middle of, all the same", async () => {
      const visit = await at.open();
      const { page } = visit;
      await emptyText(page).waitFor();
      await choose(page, file);
      await reached(page, file.name, 0.3);
      await at.server.stop();
      await at.restart();
      await transferIn(page, file.name, "done").waitFor({ timeout: longMs });
      assert.equal(await digestOf(visit, file.name), sha256(file.buffer));
      await rowOf(page, file.name).waitFor();
    });
  });
}

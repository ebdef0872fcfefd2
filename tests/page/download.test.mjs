// Downloading: through memory or straight to disk, one or several, links that have expired, and cancelling.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { describe, test } from "node:test";
import { download, rowOf, sha256, transferIn, transferOf } from "./lib/actions.mjs";
import { bytes, csv, log } from "./lib/samples.mjs";
import { site } from "./lib/visit.mjs";

const large = bytes("large.bin", randomBytes(64 * 1024 * 1024));

/** In the place of the dialogs that ask where to save: the browser's own private file system, which is just as real. */
async function savePickers(page) {
  await page.addInitScript(() => {
    window.asked = [];
    window.showSaveFilePicker = async ({ suggestedName }) => {
      window.asked.push(suggestedName);
      return (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
    };
    window.showDirectoryPicker = () => {
      window.asked.push("a folder");
      return navigator.storage.getDirectory();
    };
  });
}

const onDisk = (page, name) =>
  page.evaluate(async (fileName) => {
    const file = await (await (await navigator.storage.getDirectory()).getFileHandle(fileName)).getFile();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }, name);

for (const mode of ["direct", "store"]) {
  describe(`${mode} mode`, () => {
    const at = site({ mode });

    test("a large file goes straight to disk where the browser can", async () => {
      const visit = await at.open({ files: [large, log], prepare: savePickers });
      const { page } = visit;
      await page.getByRole("button", { name: "Download large.bin" }).click();
      await transferIn(page, large.name, "done").waitFor();
      assert.deepEqual(await page.evaluate(() => window.asked), [large.name]);
      assert.equal(await onDisk(page, large.name), sha256(large.buffer));

      await page.getByLabel("Select all that are shown").check();
      await page
        .getByRole("group", { name: /actions/ })
        .getByRole("button", { name: "Download" })
        .click();
      await transferIn(page, log.name, "done").waitFor();
      assert.deepEqual((await page.evaluate(() => window.asked)).slice(1), ["a folder"]);
      assert.equal(await onDisk(page, log.name), sha256(log.buffer));
      visit.assertQuiet();
    });
  });
}

describe("through memory", () => {
  const at = site({ mode: "store" });

  test("a large file where the browser cannot write to disk", async () => {
    const { page } = await at.open({
      files: [large],
      prepare: (page) =>
        page.addInitScript(() => {
          delete window.showSaveFilePicker;
          delete window.showDirectoryPicker;
        }),
    });
    assert.equal((await download(page, large.name)).digest, sha256(large.buffer));
  });

  test("several small files at once, names without their folders", async () => {
    const nested = { ...csv, name: "run/deep/scores.csv" };
    const { page } = await at.open({ files: [nested, log] });
    const saved = [];
    page.on("download", (event) => saved.push(event.suggestedFilename()));
    await page.getByLabel("Select all that are shown").check();
    await page
      .getByRole("group", { name: /actions/ })
      .getByRole("button", { name: "Download" })
      .click();
    await page.getByRole("heading", { name: "2 downloaded" }).waitFor();
    await page.waitForFunction(() => true);
    for (let tries = 0; saved.length < 2 && tries < 100; tries += 1) await wait(50);
    assert.deepEqual(saved.sort(), ["run_deep_scores.csv", log.name].sort());
  });
});

describe("links that live for five seconds", () => {
  const at = site({ mode: "store", switches: ["--presign-seconds", "5"] });

  test("are replaced when they have expired", async () => {
    const visit = await at.open({ files: [log] });
    const { page } = visit;
    await rowOf(page, log.name).waitFor();
    await wait(6500);
    assert.equal((await download(page, log.name)).digest, sha256(log.buffer));
    await page.getByRole("button", { name: log.name, exact: true }).click();
    assert.equal(await page.getByRole("dialog").locator("pre").textContent(), log.buffer.toString());
  });
});

describe("on a slow line", () => {
  const at = site({ admin: true });

  test("progress is told, and a download is cancelled and tried again", async () => {
    const { page } = await at.open({ files: [bytes("slow.bin", randomBytes(8 * 1024 * 1024))] });
    const slow = {
      method: "GET",
      path: "*/attachment/download",
      nth: 1,
      action: { type: "slow", bytes_per_second: 1024 * 1024 },
    };
    await at.server.faults.add(slow);
    await page.getByRole("button", { name: "Download slow.bin" }).click();
    const row = transferOf(page, "slow.bin");
    await row.getByText(/iB of 8 MiB, .*\/s, .* left$/).waitFor();
    await row.getByRole("button", { name: "Cancel slow.bin" }).click();
    await row.getByText("Cancelled").waitFor();
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      row.getByRole("button", { name: "Retry slow.bin" }).click(),
    ]);
    assert.equal(saved.suggestedFilename(), "slow.bin");
    await transferIn(page, "slow.bin", "done").waitFor();
  });
});

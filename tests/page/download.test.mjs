// Downloading: through memory or straight to disk, one or several, links that have expired, and cancelling.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
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
      // The folder of this test is the one where the first file went.
      await page.getByRole("dialog").getByRole("button", { name: "Replace" }).click();
      await transferIn(page, log.name, "done").waitFor();
      assert.deepEqual((await page.evaluate(() => window.asked)).slice(1), ["a folder"]);
      assert.equal(await onDisk(page, log.name), sha256(log.buffer));
      visit.assertQuiet();
    });
  });
}

describe("into a folder", () => {
  const at = site({ mode: "store" });

  const names = (page) =>
    page.evaluate(async () => {
      const found = [];
      for await (const name of (await navigator.storage.getDirectory()).keys()) found.push(name);
      return found.sort();
    });
  const write = (page, name, text) =>
    page.evaluate(
      async ([fileName, content]) => {
        const folder = await navigator.storage.getDirectory();
        const writable = await (await folder.getFileHandle(fileName, { create: true })).createWritable();
        await writable.write(content);
        await writable.close();
      },
      [name, text],
    );
  const downloadAll = async (page) => {
    await page.getByLabel("Select all that are shown").check();
    await page
      .getByRole("group", { name: /actions/ })
      .getByRole("button", { name: "Download" })
      .click();
  };

  test("names that are the same on disk are made unique, and no file is lost", async () => {
    const same = ["a/b", "a_b", "A_b"].map((name) => bytes(name, randomBytes(10)));
    const { page } = await at.open({ files: [large, ...same], prepare: savePickers });
    await downloadAll(page);
    await page.getByRole("heading", { name: "4 downloaded" }).waitFor();
    const saved = await names(page);
    assert.equal(saved.length, 4, saved.join());
    const digests = await Promise.all(saved.map((name) => onDisk(page, name)));
    assert.deepEqual(digests.sort(), [large, ...same].map(({ buffer }) => sha256(buffer)).sort());
  });

  test("a file that exists is replaced only when the person says so", async () => {
    const { page } = await at.open({ files: [large, log, csv], prepare: savePickers });
    await write(page, log.name, "precious");
    await downloadAll(page);
    const dialog = page.getByRole("dialog");
    await dialog.getByText(log.name).waitFor();
    assert.equal(await dialog.getByRole("listitem").count(), 1, "only the name that exists is asked about");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    assert.deepEqual(await names(page), [log.name], "cancelled: nothing is downloaded");

    await downloadAll(page);
    await dialog.getByRole("button", { name: "Skip" }).click();
    await page.getByRole("heading", { name: /2 downloaded/ }).waitFor();
    await transferIn(page, log.name, "skipped").waitFor();
    assert.equal(await onDisk(page, log.name), sha256("precious"));

    await downloadAll(page);
    await dialog.getByText(large.name).waitFor();
    await dialog.getByRole("button", { name: "Keep both" }).click();
    await page.getByRole("heading", { name: /5 downloaded/ }).waitFor();
    assert.equal(await onDisk(page, log.name), sha256("precious"));
    assert.equal(await onDisk(page, "worker (2).log"), sha256(log.buffer));
    assert.equal(await onDisk(page, "scores (2).csv"), sha256(csv.buffer));

    await downloadAll(page);
    await dialog.getByRole("button", { name: "Replace" }).click();
    await page.getByRole("heading", { name: /8 downloaded/ }).waitFor();
    assert.equal(await onDisk(page, log.name), sha256(log.buffer));
    assert.equal((await names(page)).length, 6);
  });

  test("a file that appears after the question, or is a folder, is not replaced", async () => {
    const { page } = await at.open({ files: [large, log, csv], prepare: savePickers });
    await page.evaluate(async (name) => {
      await (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true });
    }, csv.name);
    await write(page, large.name, "precious");
    await downloadAll(page);
    const dialog = page.getByRole("dialog");
    await dialog.getByText(large.name).waitFor();
    assert.equal(await dialog.getByRole("listitem").count(), 1, "a folder cannot be replaced");
    await write(page, log.name, "precious, too");
    await dialog.getByRole("button", { name: "Replace" }).click();
    await transferIn(page, large.name, "done").waitFor();
    await transferIn(page, log.name, "failed").waitFor();
    await transferIn(page, csv.name, "done").waitFor();
    assert.equal(await onDisk(page, log.name), sha256("precious, too"));
    assert.equal(await onDisk(page, "scores (2).csv"), sha256(csv.buffer));
  });
});

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

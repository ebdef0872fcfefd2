// Uploading: every way in, names that exist, progress, cancelling and trying again.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { choose, dropFromDisk, emptyText, namesIn, rowOf, transferIn, transferOf, upload } from "./lib/actions.mjs";
import { bytes, csv, json, log, png } from "./lib/samples.mjs";
import { site } from "./lib/visit.mjs";

const other = { ...log, buffer: Buffer.from("another file of that name\n") };
const contentOf = async ({ client, target }, fileName) =>
  new Response(await client.downloadAttachment({ ...target, fileName })).text();

describe("ways in", () => {
  const at = site({ mode: "store" });
  let disk;
  before(async () => {
    disk = await mkdtemp(join(tmpdir(), "opik-attachments-disk-"));
    await mkdir(join(disk, "run/deep"), { recursive: true });
    await writeFile(join(disk, "run/a.txt"), "a");
    await writeFile(join(disk, "run/deep/b.txt"), "b");
    await writeFile(join(disk, "single.txt"), "single");
  });
  after(() => rm(disk, { recursive: true }));

  test("several files of the picker", async () => {
    const visit = await at.open();
    await emptyText(visit.page).waitFor();
    await upload(visit.page, csv, json, png("chart.png"));
    assert.deepEqual(await namesIn(visit.page), ["chart.png", "run.json", "scores.csv"]);
    await visit.page.getByRole("heading", { name: "3 uploaded" }).waitFor();
    visit.assertQuiet();
  });

  test("a folder of the picker, with the names of its folders", async () => {
    const { page } = await at.open();
    await emptyText(page).waitFor();
    await page.getByLabel("Folder to upload").setInputFiles(join(disk, "run"));
    await rowOf(page, "run/deep/b.txt").waitFor();
    await rowOf(page, "run/a.txt").waitFor();
  });

  test("files and folders dropped anywhere", async () => {
    const visit = await at.open();
    const { page } = visit;
    await emptyText(page).waitFor();
    await dropFromDisk(page, [join(disk, "single.txt"), join(disk, "run")], { x: 40, y: 300 });
    for (const name of ["single.txt", "run/a.txt", "run/deep/b.txt"]) await rowOf(page, name).waitFor();
    assert.equal(await contentOf(visit, "run/deep/b.txt"), "b");
    visit.assertQuiet();
  });

  test("while files hang over the page, it says so, and no longer once they are dropped", async () => {
    const { page } = await at.open();
    await emptyText(page).waitFor();
    const session = await page.context().newCDPSession(page);
    const drag = (type) =>
      session.send("Input.dispatchDragEvent", {
        type,
        x: 600,
        y: 300,
        data: { items: [], files: [join(disk, "single.txt")], dragOperationsMask: 1 },
      });
    await drag("dragEnter");
    await drag("dragOver");
    const overlay = page.getByText("Drop files or folders to attach them");
    await overlay.waitFor();
    await drag("drop");
    await overlay.waitFor({ state: "hidden" });
    await rowOf(page, "single.txt").waitFor();
  });

  test("pictures of the clipboard, each with a name of its own", async () => {
    const { page } = await at.open({ context: { permissions: ["clipboard-read", "clipboard-write"] } });
    await emptyText(page).waitFor();
    const { buffer } = png("image.png");
    await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      await navigator.clipboard.write([new ClipboardItem({ "image/png": new Blob([bytes], { type: "image/png" }) })]);
    }, buffer.toString("base64"));
    await page.keyboard.press("Control+v");
    await page.getByRole("button", { name: /^Pasted \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/ }).waitFor();
  });
});

describe("names that exist", () => {
  const at = site();

  async function clash() {
    const visit = await at.open({ files: [log] });
    await rowOf(visit.page, log.name).waitFor();
    await choose(visit.page, other, csv);
    await visit.page.getByRole("dialog", { name: "A file of this name exists" }).waitFor();
    return { ...visit, answer: (name) => visit.page.getByRole("button", { name, exact: true }).click() };
  }

  test("are kept beside each other", async () => {
    const visit = await clash();
    await visit.answer("Keep both");
    await rowOf(visit.page, "worker (2).log").waitFor();
    await rowOf(visit.page, csv.name).waitFor();
    assert.equal(await contentOf(visit, log.name), log.buffer.toString());
    assert.equal(await contentOf(visit, "worker (2).log"), other.buffer.toString());
  });

  test("are replaced", async () => {
    const visit = await clash();
    await visit.answer("Replace");
    await transferIn(visit.page, log.name, "done").waitFor();
    await rowOf(visit.page, csv.name).waitFor();
    assert.equal(await contentOf(visit, log.name), other.buffer.toString());
    assert.deepEqual(await namesIn(visit.page), [csv.name, log.name]);
  });

  test("are skipped, and the others are uploaded", async () => {
    const visit = await clash();
    await visit.answer("Skip");
    await transferIn(visit.page, log.name, "skipped").waitFor();
    await rowOf(visit.page, csv.name).waitFor();
    assert.equal(await contentOf(visit, log.name), log.buffer.toString());
  });

  test("stop everything if a person thinks better of it", async () => {
    const visit = await clash();
    await visit.page.keyboard.press("Escape");
    await visit.page.getByRole("dialog").waitFor({ state: "detached" });
    assert.equal(await visit.page.locator(".transfer").count(), 0);
    assert.deepEqual(
      (await visit.client.getAttachmentList(visit.target)).map(({ fileName }) => fileName),
      [log.name],
    );
  });

  test("that somebody else has taken since are not overwritten, and the row asks", async () => {
    const visit = await at.open();
    const { page, client, target } = visit;
    await emptyText(page).waitFor();
    await client.uploadAttachment({ ...target, file: log.buffer, fileName: log.name });
    await choose(page, other);
    await transferIn(page, log.name, "failed").waitFor();
    assert.match(await transferOf(page, log.name).innerText(), /An attachment of this name exists \(ALREADY_EXISTS\)/);
    assert.equal(await contentOf(visit, log.name), log.buffer.toString());
    await transferOf(page, log.name).getByRole("button", { name: "Keep both" }).click();
    await rowOf(page, "worker (2).log").waitFor();
    assert.equal(await contentOf(visit, "worker (2).log"), other.buffer.toString());
  });
});

describe("on a slow line", () => {
  const at = site({ switches: ["--bandwidth", String(2 * 1024 * 1024)] });
  // Far more than what the system takes at once.
  const slow = bytes("slow.bin", Buffer.alloc(16 * 1024 * 1024, 7));

  test("progress is told in bytes, with speed and time left; an upload is cancelled and tried again", async () => {
    const visit = await at.open();
    const { page } = visit;
    await emptyText(page).waitFor();
    await choose(page, slow);
    const row = transferOf(page, slow.name);
    await row.getByText(/^[\d.]+ [KM]iB of 16 MiB, [\d.]+ [KM]iB\/s, \d+ s left$/).waitFor();
    assert.ok(Number(await row.getByRole("progressbar").evaluate(({ value }) => value)) > 0);
    await row.getByRole("button", { name: "Cancel slow.bin" }).click();
    await row.getByText("Cancelled").waitFor();
    await row.getByRole("button", { name: "Retry slow.bin" }).click();
    await transferIn(page, slow.name, "done").waitFor();
    await rowOf(page, slow.name).waitFor();
    await row.getByRole("button", { name: "Dismiss slow.bin" }).click();
    assert.ok(await page.getByRole("region", { name: "Transfers" }).isHidden());
    visit.assertQuiet();
  });

  test("all that is under way is cancelled at once", async () => {
    const { page, client, target } = await at.open();
    await emptyText(page).waitFor();
    await choose(page, ...[1, 2, 3, 4, 5].map((number) => bytes(`slow ${number}.bin`, Buffer.alloc(8 * 1024 * 1024))));
    await page.getByRole("heading", { name: "5 under way" }).waitFor();
    assert.equal(await page.locator(".transfer[data-state=waiting]").count(), 2, "three at a time");
    await page.getByRole("button", { name: "Cancel all" }).click();
    await page.getByRole("heading", { name: "5 cancelled" }).waitFor();
    assert.deepEqual(await client.getAttachmentList(target), []);
    await page.getByRole("button", { name: "Clear finished" }).click();
    assert.equal(await page.locator(".transfer").count(), 0);
  });
});

// What a person does on the page, and where a person looks.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** The row of the list with that name. */
export const rowOf = (page, name) =>
  page.locator(".grid .rows .row").filter({ has: page.getByRole("button", { name, exact: true }) });

/** Names in the list, in their order, as far as they are rows. */
export const namesIn = (page) => page.locator(".grid .rows .name").allTextContents();

/** The row of the transfer of that name. */
export const transferOf = (page, name) =>
  page.locator(".transfer").filter({ has: page.locator(".name", { hasText: name }) });

export const transferIn = (page, name, state) => page.locator(`.transfer[data-state=${state}]`, { hasText: name });

/** Bytes go to the browser through its debugging pipe, slowly; more than these go as files. */
const mostAsBytes = 1024 * 1024;

/** Chooses files, or those at paths. */
export async function choose(page, ...files) {
  const size = files.reduce((sum, { buffer }) => sum + (buffer?.length ?? 0), 0);
  await page.getByLabel("Files to upload").setInputFiles(size > mostAsBytes ? onDisk(files) : files);
}

/** The paths of files written for this program, which the browser reads when it likes. */
function onDisk(files) {
  const folder = mkdtempSync(join(tmpdir(), "opik-attachments-page-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return files.map(({ name, buffer }) => {
    writeFileSync(join(folder, name), buffer);
    return join(folder, name);
  });
}

/** Uploads and waits until all of it is in the list. */
export async function upload(page, ...files) {
  await choose(page, ...files);
  for (const { name } of files) {
    await transferIn(page, name, "done").waitFor();
    await rowOf(page, name).waitFor();
  }
}

/** The digest of what the button of the row saves. */
export async function download(page, name) {
  const [event] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: `Download ${name}`, exact: true }).click(),
  ]);
  return { name: event.suggestedFilename(), digest: sha256(await readFile(await event.path())) };
}

export const openPreview = async (page, name) => {
  await page.getByRole("button", { name, exact: true }).click();
  return page.getByRole("dialog");
};

/** Fills the fields named, as far as they differ, and opens the place. */
export async function connectTo(page, fields) {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole("button", { name: "Open", exact: true }).click();
}

/** Drops files from the disk anywhere on the page, as the system hands them to the browser: folders included. */
export async function dropFromDisk(page, paths, { x = 600, y = 500 } = {}) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x, y, data });
  }
}

export const emptyText = (page) => page.getByRole("heading", { name: "No attachments yet" });

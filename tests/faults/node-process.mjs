// Runs cases in a Node process of its own: its globals are its own, and what it prints can be looked through.
import { appendFileSync, mkdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { observe, strays } from "./case.mjs";
import * as opik from "../../pkg/dist/index.js";

for (const kind of ["unhandledRejection", "uncaughtException"]) {
  process.on(kind, (error) => strays.push(`${kind}: ${inspect(error, { depth: 8 })}`));
}

const folder = await mkdtemp(join(tmpdir(), "opik-attachments-"));
let written = 0;

/** Files of Node are paths. */
async function fileOf({ name, mimeType }, bytes) {
  const filePath = join(folder, `${(written += 1) % 8}.bin`);
  await rm(filePath, { recursive: true, force: true });
  await writeFile(filePath, bytes);
  // Long ago: of a change in the same tick of its clock, a file system tells nothing.
  await utimes(filePath, 1, 1);
  return { filePath, fileName: name, mimeType };
}

/** What other programs do to files. At once, so that no request goes on meanwhile. */
function changeFile({ filePath }, what) {
  const { size } = statSync(filePath);
  if (what === "grows") return appendFileSync(filePath, "more");
  if (what === "is cut") return size > 0 ? truncateSync(filePath, size >> 1) : appendFileSync(filePath, "more");
  if (what === "is rewritten") return writeFileSync(filePath, Buffer.alloc(size, 7));
  if (what === "is replaced") {
    writeFileSync(`${filePath}.new`, Buffer.alloc(size, 7));
    return renameSync(`${filePath}.new`, filePath);
  }
  rmSync(filePath);
  if (what === "becomes a folder") mkdirSync(filePath);
}

process.on("message", async (message) => {
  if (message === "end") {
    await rm(folder, { recursive: true });
    process.send({ strays }, () => process.exit());
    return;
  }
  process.send({ outcome: await observe(message.job, { ...opik, fileOf, changeFile }) });
});
process.on("disconnect", () => process.exit());
process.send({ ready: true });

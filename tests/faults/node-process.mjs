// The Node process that runs cases. Being separate, it has globals and output that belong to the package alone.
import { appendFileSync, mkdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { observe, uncaught } from "./case.mjs";
import * as opik from "../../pkg/dist/index.js";

for (const kind of ["unhandledRejection", "uncaughtException"]) {
  process.on(kind, (error) => uncaught.push(`${kind}: ${inspect(error, { depth: 8 })}`));
}

const folder = await mkdtemp(join(tmpdir(), "opik-attachments-"));
let written = 0;

/** In Node, files are given by path. */
async function fileOf({ name, mimeType }, bytes) {
  const filePath = join(folder, `${(written += 1) % 8}.bin`);
  await rm(filePath, { recursive: true, force: true });
  await writeFile(filePath, bytes);
  // Sets an old date: a file system does not show a change within one tick of its clock.
  await utimes(filePath, 1, 1);
  return { filePath, fileName: name, mimeType };
}

/** Does what other programs do to files. Synchronous, so that no request proceeds meanwhile. */
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
    process.send({ uncaught }, () => process.exit());
    return;
  }
  process.send({ outcome: await observe(message.testCase, { ...opik, fileOf, changeFile }) });
});
process.on("disconnect", () => process.exit());
process.send({ ready: true });

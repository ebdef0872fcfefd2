// Runs cases in a Node process of its own: its globals are its own, and what it prints can be looked through.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
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
  await writeFile(filePath, bytes);
  return { filePath, fileName: name, mimeType };
}

process.on("message", async (message) => {
  if (message === "end") {
    await rm(folder, { recursive: true });
    process.send({ strays }, () => process.exit());
    return;
  }
  process.send({ outcome: await observe(message.job, { ...opik, fileOf }) });
});
process.on("disconnect", () => process.exit());
process.send({ ready: true });

// Uploads devices, FIFOs and other special files, and prints what arrived of each. Run by `local-files.test.mjs` in each
// runtime, with a mode, the path of a folder, and the paths of the files.
import { openAsBlob } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AttachmentClient } from "opik-attachments";
import { receive, startOpik } from "../lib/stub-opik.mjs";

const [mode, folder, ...paths] = process.argv.slice(2);
const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };

let beforeReading;
let arrived;
const opik = await startOpik(async (request, response) => {
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  await beforeReading?.();
  const bytes = await receive(request, response).catch(() => undefined);
  arrived = { length, encoding, bytes: bytes?.toString("base64") };
});

async function outcomeOf(source) {
  arrived = undefined;
  const client = new AttachmentClient({ apiUrl: `${opik.url}/${mode}`, maxAttempts: 3 });
  const { status, fileSize, code, message, attempts, cause } = await client
    .uploadAttachment({ ...target, fileName: "a.bin", ...source })
    .catch((error) => error);
  return { status, fileSize, code, message, attempts, cause: cause?.code, arrived };
}

/** Returns a Blob of this runtime over a file, which changes later. */
async function blobOf(path) {
  await writeFile(path, Buffer.alloc(200_000, 1));
  return globalThis.Bun ? globalThis.Bun.file(path) : openAsBlob(path);
}

const outcomes = {};
for (const filePath of paths) outcomes[filePath] = await outcomeOf({ filePath });
const path = join(folder, "blob");
const file = await blobOf(path);
beforeReading = () => writeFile(path, "less");
outcomes["a Blob over a file"] = await outcomeOf({ file });
opik.stop();
console.log(JSON.stringify(outcomes));

// Uploads what is no usual file, and prints what arrived of each. Run by `local-files.test.mjs`, in each runtime, with a
// mode, the path of a folder, and those of the files.
import { openAsBlob } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AttachmentClient } from "opik-attachments";
import { startOpik, take } from "../lib/stub-opik.mjs";

const [mode, folder, ...paths] = process.argv.slice(2);
const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };

let happen;
let arrived;
const opik = await startOpik(async (request, response) => {
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  await happen?.();
  const bytes = await take(request, response).catch(() => undefined);
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

/** A Blob of this runtime over a file, which is then written to. */
async function blobOf(path) {
  await writeFile(path, Buffer.alloc(200_000, 1));
  return globalThis.Bun ? globalThis.Bun.file(path) : openAsBlob(path);
}

const outcomes = {};
for (const filePath of paths) outcomes[filePath] = await outcomeOf({ filePath });
const path = join(folder, "blob");
const file = await blobOf(path);
happen = () => writeFile(path, "less");
outcomes["a Blob over a file"] = await outcomeOf({ file });
opik.stop();
console.log(JSON.stringify(outcomes));

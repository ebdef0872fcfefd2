// Uploads files that change during the upload, in both modes, and prints the outcome of each. Run by
// `local-files.test.mjs` in each runtime, with the path of an empty folder.
import { appendFile, mkdir, rename, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AttachmentClient } from "opik-attachments";
import { receive, startOpik } from "../lib/stub-opik.mjs";

const [folder] = process.argv.slice(2);
const mib = 2 ** 20;
const old = new Date("2020-01-01");
const sizes = { empty: 0, small: 10, "one part": 3 * mib, "several parts": 17 * mib };

/** Changes to a file during its upload. */
const changes = {
  nothing: () => {},
  "it grows": (path) => appendFile(path, "more"),
  "it is cut": (path, size) => truncate(path, size - 5),
  "it is rewritten": (path, size) => writeFile(path, Buffer.alloc(size, 2)),
  "it is replaced": async (path, size) => {
    await writeFile(`${path}.new`, Buffer.alloc(size, 2));
    await rename(`${path}.new`, path);
  },
  "it goes": (path) => rm(path),
  "it becomes a folder": async (path) => {
    await rm(path);
    await mkdir(path);
  },
};

let current;
let puts = 0;
const opik = await startOpik(async (request, response) => {
  puts += 1;
  const { change, last } = current;
  if (last === undefined && puts === 1) await change();
  await receive(request, response, () => puts === last && change()).catch(() => {});
});

/** Resolves to how the upload ended, and how many requests it took. */
async function outcomeOf(mode, source, change, last) {
  current = { change, last };
  puts = 0;
  const completed = opik.completed;
  const client = new AttachmentClient({ apiUrl: `${opik.url}/${mode}`, maxAttempts: 3, concurrency: 1, partSize: 6 * mib });
  const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };
  const upload = client.uploadAttachment({ ...target, fileName: "a.bin", ...source });
  const { status, code, message, attempts, retryable, hint } = await upload.catch((error) => error);
  return { status, code, message, attempts, retryable, hint, puts, completed: opik.completed - completed };
}

const outcomes = [];
for (const mode of ["direct", "store"]) {
  for (const [of, size] of Object.entries(sizes)) {
    for (const [what, change] of Object.entries(changes)) {
      if (size === 0 && !["nothing", "it grows", "it goes"].includes(what)) continue;
      for (const late of [false, true]) {
        const path = join(folder, `${outcomes.length}.bin`);
        await writeFile(path, Buffer.alloc(size, 1));
        await utimes(path, old, old);
        // Changes the file before its first bytes are read, or after its last ones have arrived.
        const last = late ? (mode === "store" && size > 6 * mib ? 3 : 1) : undefined;
        const outcome = await outcomeOf(mode, { filePath: path }, () => change(path, size), last);
        outcomes.push({ mode, of, what, late, path, ...outcome });
        await rm(path, { recursive: true, force: true });
      }
    }
  }
}
opik.stop();
console.log(JSON.stringify(outcomes));

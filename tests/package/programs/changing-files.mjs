// Uploads files that something happens to, in both modes, and prints what came of each. Run by `local-files.test.mjs`, in
// each runtime, with the path of an empty folder.
import { appendFile, mkdir, rename, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AttachmentClient } from "opik-attachments";
import { startOpik, take } from "../lib/stub-opik.mjs";

const [folder] = process.argv.slice(2);
const mib = 2 ** 20;
const old = new Date("2020-01-01");
const sizes = { empty: 0, small: 10, "one part": 3 * mib, "several parts": 17 * mib };

/** What happens to a file while it is sent. */
const events = {
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

let happens;
let puts = 0;
const opik = await startOpik(async (request, response) => {
  puts += 1;
  const { happen, last } = happens;
  if (last === undefined && puts === 1) await happen();
  await take(request, response, () => puts === last && happen()).catch(() => {});
});

/** How the upload ended, and how many requests it took. */
async function outcomeOf(mode, source, happen, last) {
  happens = { happen, last };
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
    for (const [what, happen] of Object.entries(events)) {
      if (size === 0 && !["nothing", "it grows", "it goes"].includes(what)) continue;
      for (const late of [false, true]) {
        const path = join(folder, `${outcomes.length}.bin`);
        await writeFile(path, Buffer.alloc(size, 1));
        await utimes(path, old, old);
        // Before the first bytes are read, or after the last ones have arrived.
        const last = late ? (mode === "store" && size > 6 * mib ? 3 : 1) : undefined;
        const outcome = await outcomeOf(mode, { filePath: path }, () => happen(path, size), last);
        outcomes.push({ mode, of, what, late, path, ...outcome });
        await rm(path, { recursive: true, force: true });
      }
    }
  }
}
opik.stop();
console.log(JSON.stringify(outcomes));

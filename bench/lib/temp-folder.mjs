// Where files are kept while they are measured: in memory if there is room, so that no disk is measured.
import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const shared = "/dev/shm";

function free(path) {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return 0;
  }
}

/** In memory, if twice `bytes` and some more fit. */
const inMemory = (bytes) => free(shared) > 2 * bytes + 2 ** 30;

/** Calls `use` with a folder that has room for files of `bytes` in all, and takes it away again. */
export async function withFolder(bytes, use) {
  const folder = mkdtempSync(join(inMemory(bytes) ? shared : tmpdir(), "opik-attachments-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// A temporary folder for the measured files: in memory if there is room, so that no disk is measured.
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

/** Returns whether twice `bytes`, and 1 GiB more, fit into memory. */
const fitsInMemory = (bytes) => free(shared) > 2 * bytes + 2 ** 30;

/** Calls `use` with a folder that has room for files of `bytes` in all, and removes it afterwards. */
export async function withTempFolder(bytes, use) {
  const folder = mkdtempSync(join(fitsInMemory(bytes) ? shared : tmpdir(), "opik-attachments-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

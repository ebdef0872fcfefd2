// Partial files: NAME.DIGEST.opik-part. The digest identifies the attachment and its version, so that no metadata has to
// be stored next to the file, and a download never continues with the bytes of another attachment.
import { createHash, randomUUID } from "node:crypto";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { maxFileNameBytes, truncateFileName } from "../../shared/file-names.js";

/** The suffix of partial files. No other file of a download ends in it. */
export const partialSuffix = ".opik-part";

const digestLength = 16;
const maxStemBytes = maxFileNameBytes - 1 - digestLength - partialSuffix.length;

/**
 * Returns the name of the partial file for an attachment. A list has nothing that changes when a file is replaced by
 * another one of the same size; the store's `ETag` does change. Without a strong `ETag`, the name is random: the bytes
 * cannot be recognized later.
 */
export function partialName(name, { entityType, entityId }, { fileName, fileSize }, eTag) {
  const strong = eTag?.startsWith('"') ? eTag : randomUUID();
  const identity = JSON.stringify([entityType, entityId, fileName, fileSize, strong]);
  const digest = createHash("sha256").update(identity).digest("hex").slice(0, digestLength);
  return `${truncateFileName(name, maxStemBytes)}.${digest}${partialSuffix}`;
}

/** Returns those of a folder's `entries` that are partial files of `name`. */
export function filterPartials(entries, name) {
  const start = `${truncateFileName(name, maxStemBytes)}.`;
  const length = start.length + digestLength + partialSuffix.length;
  return entries.filter((entry) => entry.startsWith(start) && entry.endsWith(partialSuffix) && entry.length === length);
}

/**
 * Finds the partial files of `name` in a folder: their paths and sizes. The size of a symbolic link is 0, because
 * appending would write to its target.
 */
export async function findPartials(folder, name) {
  const paths = filterPartials(await readdir(folder), name).map((entry) => join(folder, entry));
  return Promise.all(
    paths.map(async (path) => {
      const stats = await lstat(path);
      return { path, size: stats.isFile() ? stats.size : 0 };
    }),
  );
}

/** Returns the largest partial file that is neither empty nor complete; undefined if there is none. */
export function bestPartial(found, fileSize) {
  const fitting = found.filter(({ size }) => size > 0 && size < fileSize);
  return fitting.sort((one, other) => other.size - one.size)[0];
}

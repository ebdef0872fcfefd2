// Files of downloads under way. The name of one says what its bytes are of: NAME.DIGEST.opik-part, with a digest of all
// that tells an attachment from others and from what replaces it. So nothing has to be written beside it, and bytes of
// one attachment are never taken for those of another.
import { createHash, randomUUID } from "node:crypto";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { partialSuffix, truncateFileName } from "./file-names.js";

const digits = 16;
const stemBytes = 255 - 1 - digits - partialSuffix.length;

/**
 * The name of the file for an attachment's bytes. A list shows nothing that changes when a file is replaced by another
 * of its size; the store's `ETag` does. Without one, or with a weak one, no other download is known to be of the same
 * bytes, so the name is one that no other gets.
 */
export function partialName(name, { entityType, entityId }, { fileName, fileSize }, eTag) {
  const strong = eTag?.startsWith('"') ? eTag : randomUUID();
  const identity = JSON.stringify([entityType, entityId, fileName, fileSize, strong]);
  const digest = createHash("sha256").update(identity).digest("hex").slice(0, digits);
  return `${truncateFileName(name, stemBytes)}.${digest}${partialSuffix}`;
}

/** Which of a folder's `entries` are partial files of `name`. */
export function filterPartials(entries, name) {
  const start = `${truncateFileName(name, stemBytes)}.`;
  const length = start.length + digits + partialSuffix.length;
  return entries.filter((entry) => entry.startsWith(start) && entry.endsWith(partialSuffix) && entry.length === length);
}

/**
 * What earlier downloads of `name` have left in a folder: paths, with the `size` of those that could be continued. A
 * link is none: its bytes are elsewhere.
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

/** The leftover to go on from, if one is worth it: it has bytes, and fewer than the attachment. */
export function bestPartial(found, fileSize) {
  const fitting = found.filter(({ size }) => size > 0 && size < fileSize);
  return fitting.sort((one, other) => other.size - one.size)[0];
}

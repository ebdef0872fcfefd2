// Where downloads end: folders, and files that are not there before unless they may be replaced.
import { link, lstat, mkdir, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, sep } from "node:path";
import { failure, UsageError } from "./failures.js";
import { safeNames } from "./safe-name.js";

/** The stats of what is at a path, of a link itself; undefined if nothing is. */
async function statsOf(path) {
  try {
    return await lstat(path);
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * The folder that `path` means for these attachments, and the name of each one's file in it. One attachment may be
 * given a file name of its own; other names are made safe, and so never leave the folder.
 */
export async function placeFor(path, fileNames, all) {
  const kept = await stat(path).catch(() => undefined);
  const isFolder = kept?.isDirectory() || path.endsWith("/") || path.endsWith(sep);
  if (!isFolder && !all && fileNames.length <= 1) {
    return { folder: dirname(path), names: new Map(fileNames.map((name) => [name, basename(path)])) };
  }
  if (kept && !kept.isDirectory()) throw new UsageError(`--output: "${path}" is no folder, which several files need`);
  if (fileNames.length > 0) await mkdir(path, { recursive: true });
  return { folder: path, names: safeNames(fileNames) };
}

/**
 * Whether a download to `path` is to be left out, because with `skip` a file of that size is there. Throws if what is
 * there may not be replaced; what is neither a file nor a link never is.
 */
export async function isSettled(path, fileSize, ifExists) {
  const stats = await statsOf(path);
  if (!stats) return false;
  if (!stats.isFile() && !stats.isSymbolicLink()) {
    throw failure("EEXIST", `${path} is there already, and is no file`, "Choose another place with --output.");
  }
  if (ifExists === "skip" && stats.isFile() && stats.size === fileSize) return true;
  if (ifExists !== "replace") throw taken(path);
  return false;
}

function taken(path) {
  return failure("EEXIST", `${path} is there already`, "--force replaces it, --output chooses another place.");
}

/** Gives a complete file its final name, at once or not at all. */
export async function publish(partial, path, ifExists) {
  if (ifExists === "replace") return rename(partial, path);
  try {
    // Unlike a rename, a link never replaces what has come there meanwhile.
    await link(partial, path);
  } catch (error) {
    if (error.code === "EEXIST" || (await statsOf(path))) throw taken(path);
    // A file system without links.
    return rename(partial, path);
  }
  await unlink(partial);
}

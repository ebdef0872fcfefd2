// The destination of downloads: a folder or a file. Files that exist are replaced only if that is allowed.
import { link, lstat, mkdir, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, sep } from "node:path";
import { safeFileNames } from "../../shared/file-names.js";
import { codedError, UsageError } from "../errors.js";
import { partialSuffix } from "./partial.js";

/** Resolves to the stats of a path, of a symbolic link itself; undefined if it does not exist. */
async function statsOf(path) {
  try {
    return await lstat(path);
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Resolves to the stats of a path, of the target of a symbolic link; undefined if it does not exist. */
const followed = (path) => stat(path).catch(() => undefined);

/**
 * Resolves to the folder for these attachments, and a map from their names to file names in it. `path` is a folder with
 * `inFolder`, with a separator at its end, or if it is an existing folder; it is created if it does not exist. Otherwise
 * `path` is the one file. File names made from attachment names are safe: they never leave the folder.
 */
export async function resolveDestination(path, fileNames, inFolder) {
  // With a separator at its end, the path of a file does not exist.
  const kept = await followed(path.replace(/(?<=.)\/+$/, ""));
  if (inFolder || kept?.isDirectory() || path.endsWith("/") || path.endsWith(sep)) {
    if (kept && !kept.isDirectory()) throw new UsageError(`--output: expected a folder, but "${path}" is not one`);
    if (fileNames.length > 0) await mkdir(path, { recursive: true });
    return { folder: path, names: safeFileNames(fileNames, { reservedSuffix: partialSuffix }) };
  }
  const folder = dirname(path);
  const above = await followed(folder);
  if (!above) {
    const hint = "Create it first. With a / at the end of PATH, or with --dir, PATH is a folder and is created.";
    throw codedError("ENOENT", `${path}: no folder ${folder}`, hint);
  }
  if (!above.isDirectory()) throw codedError("ENOTDIR", `${path}: ${folder} is not a folder`);
  return { folder, names: new Map(fileNames.map((name) => [name, basename(path)])) };
}

/**
 * Resolves to true if `ifExists` is "skip" and the file exists with this size. Rejects if it exists and may not be
 * replaced. Only regular files and symbolic links are ever replaced.
 */
export async function canSkip(path, fileSize, ifExists) {
  const stats = await statsOf(path);
  if (!stats) return false;
  if (!stats.isFile() && !stats.isSymbolicLink()) {
    throw codedError(
      "EEXIST",
      `${path} already exists, and is not a regular file`,
      "Choose another path with --output.",
    );
  }
  if (ifExists === "skip" && stats.isFile() && stats.size === fileSize) return true;
  if (ifExists !== "replace") throw existsError(path);
  return false;
}

function existsError(path) {
  return codedError(
    "EEXIST",
    `the file ${path} already exists`,
    "Replace it with --force, or choose another path with --output.",
  );
}

/** Renames a complete partial file to its final name, atomically. */
export async function commit(partial, path, ifExists) {
  if (ifExists === "replace") return rename(partial, path);
  try {
    // Unlike rename, link never replaces a file that has appeared meanwhile.
    await link(partial, path);
  } catch (error) {
    if (error.code === "EEXIST" || (await statsOf(path))) throw existsError(path);
    // The file system has no hard links.
    return rename(partial, path);
  }
  await unlink(partial);
}

// Where downloads end: folders, and files that are not there before unless they may be replaced.
import { link, lstat, mkdir, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, sep } from "node:path";
import { codedError, UsageError } from "../errors.js";
import { safeFileNames } from "../../shared/file-names.js";
import { partialSuffix } from "./partial.js";

/** The stats of what is at a path, of a link itself; undefined if nothing is. */
async function statsOf(path) {
  try {
    return await lstat(path);
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The stats of what a path leads to, through links. */
const followed = (path) => stat(path).catch(() => undefined);

/**
 * The folder that `path` means for these attachments, and the name of each one's file in it. It is a folder that is
 * made if need be with `inFolder`, a separator at its end, or a folder that is there; else the path of the one file.
 * Other names are made safe, and so never leave the folder.
 */
export async function resolveDestination(path, fileNames, inFolder) {
  // With a separator at its end, a file would be none.
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
 * Whether a download to `path` is to be left out, because with `skip` a file of that size is there. Throws if what is
 * there may not be replaced; what is neither a file nor a link never is.
 */
export async function canSkip(path, fileSize, ifExists) {
  const stats = await statsOf(path);
  if (!stats) return false;
  if (!stats.isFile() && !stats.isSymbolicLink()) {
    throw codedError("EEXIST", `${path} already exists, and is not a regular file`, "Choose another path with --output.");
  }
  if (ifExists === "skip" && stats.isFile() && stats.size === fileSize) return true;
  if (ifExists !== "replace") throw taken(path);
  return false;
}

function taken(path) {
  return codedError("EEXIST", `the file ${path} already exists`, "Replace it with --force, or choose another path with --output.");
}

/** Gives a complete file its final name, at once or not at all. */
export async function commit(partial, path, ifExists) {
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

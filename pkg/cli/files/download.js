// One attachment into one file, going on from what an earlier download has left if that is of the same bytes.
import { constants, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { countBytes } from "./byte-counter.js";
import { bestPartial, findPartials, partialName } from "./partial.js";
import { canSkip, commit } from "./destination.js";

/** Opens an attachment from a byte on. Also gives the `ETag` of the answer, which a list does not have. */
export async function openFrom(session, row, start) {
  let eTag;
  const watching = async (url, init) => {
    const response = await fetch(url, init);
    eTag = response.headers.get("etag") ?? undefined;
    return response;
  };
  const client = session.clientWith({ fetch: watching });
  const stream = await client.downloadAttachment({ ...session.target, ...row, ...(start > 0 && { range: { start } }) });
  return { stream, eTag, start };
}

/** What `openFrom` gives, at the first byte that the files `found` lack, with the path of the `partial` file. */
async function openRest(session, row, folder, name, found) {
  const partialOf = ({ eTag }) => join(folder, partialName(name, session.target, row, eTag));
  const best = bestPartial(found, row.fileSize);
  if (best) {
    const opened = await openFrom(session, row, best.size);
    if (partialOf(opened) === best.path) return { ...opened, partial: best.path };
    await opened.stream.cancel();
  }
  const opened = await openFrom(session, row, 0);
  return { ...opened, partial: partialOf(opened) };
}

/** Follows no link at the end of the path. Windows has no such flag, and asks for a privilege to make links. */
const existing = constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);

/** The partial file, open for writing; of all that was `found` only the one to go on with is left. */
async function openPartial({ partial, start }, found) {
  for (const { path } of found) if (start === 0 || path !== partial) await rm(path);
  return open(partial, start > 0 ? existing : "wx");
}

/**
 * Resolves to how many bytes were there already, or to undefined if `ifExists` is "skip" and the whole file was.
 * `moved` is told how many bytes more the file has.
 */
export async function download(session, row, { folder, name, ifExists }, moved) {
  const path = join(folder, name);
  if (await canSkip(path, row.fileSize, ifExists)) return undefined;
  const found = await findPartials(folder, name);
  const rest = await openRest(session, row, folder, name, found);
  let file;
  try {
    file = await openPartial(rest, found);
  } catch (error) {
    // Nobody will read it, and its connection would keep the program from ending.
    await rest.stream.cancel();
    throw error;
  }
  moved(rest.start);
  await pipeline(rest.stream, countBytes(moved), file.createWriteStream({ start: rest.start }));
  await commit(rest.partial, path, ifExists);
  return rest.start;
}

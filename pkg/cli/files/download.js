// Downloads one attachment into one file. Resumes an earlier download if the partial file has the same bytes.
import { constants, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { countBytes } from "./byte-counter.js";
import { canSkip, commit } from "./destination.js";
import { bestPartial, findPartials, partialName } from "./partial.js";

/** Opens an attachment at the byte `start`. Also resolves to the `ETag` of the answer, which lists do not have. */
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

/** Opens the attachment at the first byte that the partial files `found` lack. Adds the path of the `partial` file. */
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

/** O_NOFOLLOW refuses symbolic links. Windows lacks the flag, and requires a privilege to create links. */
const openExisting = constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);

/** Opens the partial file for writing. Deletes the other partial files that were `found`. */
async function openPartial({ partial, start }, found) {
  for (const { path } of found) if (start === 0 || path !== partial) await rm(path);
  return open(partial, start > 0 ? openExisting : "wx");
}

/**
 * Downloads an attachment. Resolves to the number of bytes that an earlier download had stored; undefined if the file is
 * skipped. `onBytes` gets the number of bytes that were added.
 */
export async function download(session, row, { folder, name, ifExists }, onBytes) {
  const path = join(folder, name);
  if (await canSkip(path, row.fileSize, ifExists)) return undefined;
  const found = await findPartials(folder, name);
  const rest = await openRest(session, row, folder, name, found);
  let file;
  try {
    file = await openPartial(rest, found);
  } catch (error) {
    // Its connection would keep the process alive.
    await rest.stream.cancel();
    throw error;
  }
  onBytes(rest.start);
  await pipeline(rest.stream, countBytes(onBytes), file.createWriteStream({ start: rest.start }));
  await commit(rest.partial, path, ifExists);
  return rest.start;
}

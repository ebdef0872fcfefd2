// get: downloads attachments.
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { UsageError } from "../errors.js";
import { countBytes } from "../files/byte-counter.js";
import { resolveDestination } from "../files/destination.js";
import { download, openFrom } from "../files/download.js";
import { specialOutput } from "../files/special-file.js";
import { forEachConcurrent } from "../pool.js";
import { exitByBrokenPipe } from "../ui/signals.js";

/** Files that are downloaded at the same time. */
const maxConcurrent = 6;

export async function get(session, { files, values }, output, progress) {
  const path = values.output ?? "./";
  const special = values.all || values.dir ? undefined : await specialOutput(path);
  if (special?.isStdout && values.json) throw new UsageError(`-o ${path} cannot be combined with --json`);

  const { rows, missing, several } = await session.select(files, { patterns: true });
  for (const [name, error] of missing) output.failure(name, error);
  const onBytes = totalProgress(rows, progress);
  if (special) return toSpecial(session, rows, special, onBytes, output);

  const { signal } = session.target;
  const fileNames = rows.map(({ fileName }) => fileName);
  const { folder, names } = await resolveDestination(path, fileNames, values.dir || several);
  const ifExists = values.force ? "replace" : (values["if-exists"] ?? "error");
  await forEachConcurrent(rows, maxConcurrent, async (row) => {
    if (signal.aborted) return;
    const { fileName, fileSize, mimeType } = row;
    const name = names.get(fileName);
    const path = join(folder, name);
    try {
      const start = await download(session, row, { folder, name, ifExists }, onBytes);
      const status = start === undefined ? "skipped" : "downloaded";
      output.result({ fileName, fileSize, mimeType, status, path, resumedFrom: start || undefined }, path);
    } catch (error) {
      if (!signal.aborted) output.failure(fileName, error);
    }
  });
  signal.throwIfAborted();
}

/** Writes the files one after another, like cat. Stops at the first failure, so that nothing follows half a file. */
async function toSpecial(session, rows, { path, open, isTerminal, isStdout, keepsOpen }, onBytes, output) {
  const { signal } = session.target;
  const writable = await open(signal);
  // A terminal that gets the bytes gets no progress bar.
  const onChunk = isTerminal(writable) ? () => {} : onBytes;
  for (const row of rows) {
    const { fileName, fileSize, mimeType } = row;
    try {
      const { stream } = await openFrom(session, row, 0);
      await pipeline(stream, countBytes(onChunk), writable, { end: false });
    } catch (error) {
      signal.throwIfAborted();
      if (error.code === "EPIPE") exitByBrokenPipe();
      return output.failure(fileName, error);
    }
    if (!isStdout) output.result({ fileName, fileSize, mimeType, status: "downloaded", path }, path);
  }
  if (!keepsOpen) writable.end();
}

/** Returns a function that takes numbers of bytes, and shows the total progress of all files. */
function totalProgress(rows, progress) {
  const label = rows.length === 1 ? rows[0].fileName : `${rows.length} files`;
  const total = rows.reduce((sum, { fileSize }) => sum + fileSize, 0);
  let loaded = 0;
  return (bytes) => {
    loaded += bytes;
    progress.show({ label, loaded, total });
  };
}

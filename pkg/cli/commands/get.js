// get: downloads attachments.
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { countBytes } from "../files/byte-counter.js";
import { download, openFrom } from "../files/download.js";
import { UsageError } from "../errors.js";
import { exitByBrokenPipe } from "../ui/signals.js";
import { forEachConcurrent } from "../pool.js";
import { resolveDestination } from "../files/destination.js";
import { specialOutput } from "../files/special-file.js";

const maxConcurrent = 6;

export async function get(session, { files, values }, output, progress) {
  const path = values.output ?? "./";
  const special = values.all || values.dir ? undefined : await specialOutput(path);
  if (special?.isStdout && values.json) throw new UsageError(`-o ${path} cannot be combined with --json`);

  const { rows, missing, several } = await session.select(files, { patterns: true });
  for (const [name, error] of missing) output.failure(name, error);
  const moved = sumOf(rows, progress);
  if (special) return toSpecial(session, rows, special, moved, output);

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
      const start = await download(session, row, { folder, name, ifExists }, moved);
      const status = start === undefined ? "skipped" : "downloaded";
      output.result({ fileName, fileSize, mimeType, status, path, resumedFrom: start || undefined }, path);
    } catch (error) {
      if (!signal.aborted) output.failure(fileName, error);
    }
  });
  signal.throwIfAborted();
}

/** One after another, as cat does. The first that fails is the last: what came after half a file would be misread. */
async function toSpecial(session, rows, { path, open, isTerminal, isStdout, keepsOpen }, moved, output) {
  const { signal } = session.target;
  const writable = await open(signal);
  // Bytes and a bar on one terminal would be a muddle.
  const told = isTerminal(writable) ? () => {} : moved;
  for (const row of rows) {
    const { fileName, fileSize, mimeType } = row;
    try {
      const { stream } = await openFrom(session, row, 0);
      await pipeline(stream, countBytes(told), writable, { end: false });
    } catch (error) {
      signal.throwIfAborted();
      if (error.code === "EPIPE") exitByBrokenPipe();
      return output.failure(fileName, error);
    }
    if (!isStdout) output.result({ fileName, fileSize, mimeType, status: "downloaded", path }, path);
  }
  if (!keepsOpen) writable.end();
}

/** A function that is told of bytes, and shows the sum of all files. */
function sumOf(rows, progress) {
  const label = rows.length === 1 ? rows[0].fileName : `${rows.length} files`;
  const total = rows.reduce((sum, { fileSize }) => sum + fileSize, 0);
  let loaded = 0;
  return (bytes) => {
    loaded += bytes;
    progress.show({ label, loaded, total });
  };
}

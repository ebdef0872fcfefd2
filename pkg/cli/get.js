// get: downloads attachments.
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { counted } from "./counted.js";
import { download, openFrom } from "./download.js";
import { inLanes } from "./lanes.js";
import { placeFor } from "./place.js";

const atOnce = 6;

export async function get(session, { files, values }, output, progress) {
  const { rows, missing } = await session.select(files);
  for (const [name, error] of missing) output.failure(name, error);
  const moved = sumOf(rows, progress);
  if (values.output === "-") return toStdout(session, rows, moved);

  const { signal } = session.target;
  const fileNames = rows.map(({ fileName }) => fileName);
  const { folder, names } = await placeFor(values.output ?? "./", fileNames, values.all || files.length > 1);
  const ifExists = values.force ? "replace" : (values["if-exists"] ?? "error");
  await inLanes(rows, atOnce, async (row) => {
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
async function toStdout(session, rows, moved) {
  for (const row of rows) {
    const { stream } = await openFrom(session, row, 0);
    await pipeline(stream, counted(moved), process.stdout, { end: false });
  }
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

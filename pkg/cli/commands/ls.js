// ls: lists attachments.

/** Leaves out `link`, which is a secret until it expires. */
const shown = ({ fileName, fileSize, mimeType, previewable }) => ({ fileName, fileSize, mimeType, previewable });

export async function ls(session, { files, values }, output) {
  const { rows, missing } = await session.select(files, { patterns: true });
  for (const [name, error] of missing) output.error(error, name);
  if (rows.length + missing.size === 0 && !values.json) output.note("No attachments.");
  output.records(rows.map(shown), ({ fileSize, mimeType, fileName }) => [fileSize, mimeType, fileName]);
}

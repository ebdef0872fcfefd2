// rm: deletes attachments.
import { createInterface } from "node:readline/promises";
import { UsageError } from "../errors.js";

export async function rm(session, { files, values }, output) {
  const { all, force, yes } = values;
  const asks = all && !force && !yes;
  if (asks && !(process.stdin.isTTY && process.stderr.isTTY)) {
    throw new UsageError("rm --all asks for confirmation, which needs a terminal: run it with --yes");
  }
  const { rows, missing } = await session.select(files);
  if (!force) for (const [name, error] of missing) output.failure(name, error);
  if (rows.length === 0) return;
  if (asks && !(await confirmed(rows.length, session.target))) {
    output.failed = true;
    return output.note("Nothing was deleted.");
  }
  const fileNames = rows.map(({ fileName }) => fileName);
  await session.client.deleteAttachments({ ...session.target, fileNames });
  for (const fileName of fileNames) output.result({ fileName, status: "deleted" });
}

async function confirmed(count, { entityType, entityId, signal }) {
  // With `terminal: true`, readline would handle Ctrl-C.
  const asking = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  // At the end of the input, the promise of `question` stays pending.
  const ended = new Promise((resolve) => asking.once("close", () => resolve("")));
  const question = `Delete all ${count} attachments of ${entityType} ${entityId}? [y/N] `;
  try {
    return /^y(es)?$/i.test((await Promise.race([asking.question(question, { signal }), ended])).trim());
  } finally {
    asking.close();
  }
}

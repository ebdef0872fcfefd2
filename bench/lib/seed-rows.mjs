// Fills the database of a stopped local server with the rows of a long list, since as many uploads would take minutes.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withTempFolder } from "./temp-folder.mjs";
import { target, withServer } from "./transfers.mjs";

const script = fileURLToPath(new URL("seed_rows.py", import.meta.url));

/** Calls `use` with a server that has `rows` attachments. */
export async function withRows({ program, rows }, use) {
  return withTempFolder(rows * 1000, async (data) => {
    const options = { mode: "direct", data, program };
    // The server creates the database.
    await withServer(options, () => {});
    execFileSync(process.env.OPIK_PYTHON_SDK, [script, join(data, "attachments.sqlite"), target.entityId, String(rows)]);
    return withServer(options, use);
  });
}

// What the local server has in its store, from its files: what clients say is not asked.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "./generated-files.mjs";

/** Fails unless the store holds exactly the bytes with these digests. */
export async function checkStored({ data }, digests) {
  const folder = join(data, "objects/opik-attachments");
  const stored = [];
  for (const name of readdirSync(folder)) stored.push(await sha256(join(folder, name)));
  if (stored.sort().join() !== [...digests].sort().join()) {
    throw new Error(`the store does not hold what was sent: ${stored.length} objects, ${digests.length} files`);
  }
}

/** The key of the only object. */
export function onlyKey({ data }) {
  const [digest, ...others] = readdirSync(join(data, "keys"));
  if (digest === undefined || others.length > 0) throw new Error("the store holds more or less than one object");
  return readFileSync(join(data, "keys", digest), "utf8");
}

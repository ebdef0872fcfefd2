// Reads the objects of the local server's store from its files, independent of any client.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "./generated-files.mjs";

/** Fails unless the objects of the store have exactly these digests. */
export async function checkStored({ data }, digests) {
  const folder = join(data, "objects/opik-attachments");
  const stored = [];
  for (const name of readdirSync(folder)) stored.push(await sha256(join(folder, name)));
  if (stored.sort().join() !== [...digests].sort().join()) {
    throw new Error(`the store does not hold the uploaded files: ${stored.length} objects, ${digests.length} files`);
  }
}

/** Returns the key of the only object. */
export function onlyKey({ data }) {
  const [digest, ...others] = readdirSync(join(data, "keys"));
  if (digest === undefined || others.length > 0) throw new Error("the store holds more or less than one object");
  return readFileSync(join(data, "keys", digest), "utf8");
}

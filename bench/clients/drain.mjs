// What every contestant does with the bytes that it downloads.
import { createHash } from "node:crypto";

/** Reads to the end and forgets; `firstByteMs` counts from `began`. */
export async function drain(chunks, began) {
  let bytes = 0;
  let firstByteMs;
  for await (const chunk of chunks) {
    firstByteMs ??= performance.now() - began;
    bytes += chunk.byteLength;
  }
  return { bytes, firstByteMs };
}

/** The digest of the bytes: for a second download, since hashing would be most of what is measured. */
export async function digestOf(chunks) {
  const hash = createHash("sha256");
  for await (const chunk of chunks) hash.update(chunk);
  return { sha256: hash.digest("hex") };
}

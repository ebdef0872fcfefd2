// Reads the bytes of a download, the same way for every client.
import { createHash } from "node:crypto";

/** Reads to the end and counts the bytes; `firstByteMs` is since `began`. */
export async function drain(chunks, began) {
  let bytes = 0;
  let firstByteMs;
  for await (const chunk of chunks) {
    firstByteMs ??= performance.now() - began;
    bytes += chunk.byteLength;
  }
  return { bytes, firstByteMs };
}

/** Resolves to the digest of the bytes. For a second download, since hashing would dominate the measured time. */
export async function digestOf(chunks) {
  const hash = createHash("sha256");
  for await (const chunk of chunks) hash.update(chunk);
  return { sha256: hash.digest("hex") };
}

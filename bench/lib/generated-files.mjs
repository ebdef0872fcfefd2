// Generates the files to upload: bytes that do not compress, the same in every run.
import { createCipheriv, createHash } from "node:crypto";
import { closeSync, createReadStream, openSync, writeSync } from "node:fs";
import { join } from "node:path";

const chunk = Buffer.alloc(2 ** 20);

/** Writes `size` bytes, which depend on the name, to a file of the folder. */
export function writeFile(folder, name, size) {
  const path = join(folder, name);
  const key = createHash("md5").update(name).digest();
  const bytes = createCipheriv("aes-128-ctr", key, Buffer.alloc(16));
  const file = openSync(path, "w");
  for (let left = size; left > 0; left -= chunk.length) {
    writeSync(file, bytes.update(left < chunk.length ? chunk.subarray(0, left) : chunk));
  }
  closeSync(file);
  return path;
}

/** Resolves to the SHA-256 of a file, in hexadecimal. */
export async function sha256(path) {
  const hash = createHash("sha256");
  for await (const bytes of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(bytes);
  return hash.digest("hex");
}

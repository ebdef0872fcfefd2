// Ids as Opik's SDKs make them for traces and spans, and the only ones for which Opik takes uploads: UUIDs of version 7.
import { randomUUID } from "node:crypto";

/** A new id: 48 bits of milliseconds, the version, and what a random UUID has after its own version. */
export function uuidV7() {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

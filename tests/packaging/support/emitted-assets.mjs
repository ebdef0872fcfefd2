// What a bundler has written for a place.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { folder } from "./processes.mjs";

/** A place with the slim entry has the module as one file; one that has the default entry only has none. */
export function assertWasmFiles(place, expected) {
  const names = readdirSync(join(folder, "dist", place), { recursive: true }).filter((name) => name.endsWith(".wasm"));
  if (names.length === expected) return;
  throw new Error(`dist/${place} has ${names.length} .wasm files (${names}), not ${expected}`);
}

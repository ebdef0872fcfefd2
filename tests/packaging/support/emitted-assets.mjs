// Checks the files that a bundler emits.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { packagingRoot } from "./processes.mjs";

/** Fails unless the bundle has `expected` .wasm files: one with the slim entry, none with the default entry alone. */
export function assertWasmFiles(folder, expected) {
  const names = readdirSync(join(packagingRoot, "dist", folder), { recursive: true }).filter((name) => name.endsWith(".wasm"));
  if (names.length === expected) return;
  throw new Error(`dist/${folder} has ${names.length} .wasm files (${names}), not ${expected}`);
}

// What a browser downloads: prints raw and brotli sizes, and fails above the budget of size-budget.json.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliSize } from "./lib/brotli.mjs";
import { root } from "./lib/run.mjs";

const budget = JSON.parse(readFileSync(join(root, "size-budget.json"), "utf8"));

const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`.padStart(9);

console.log("file                               raw    brotli    budget");
let failed = false;
for (const [file, most] of Object.entries(budget)) {
  const bytes = readFileSync(join(root, file));
  const compressed = brotliSize(bytes);
  const over = most !== null && compressed > most;
  failed ||= over;
  const limit = most === null ? "" : kb(most);
  console.log(`${file.padEnd(29)}${kb(bytes.length)} ${kb(compressed)} ${limit}${over ? "  too large" : ""}`);
}
if (failed) {
  console.error("✗ The package has outgrown size-budget.json.");
  process.exit(1);
}

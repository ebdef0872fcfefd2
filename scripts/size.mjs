// What a browser downloads and what npm installs: prints the sizes, and fails above the budget of size-budget.json.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliSize } from "./lib/brotli.mjs";
import { root } from "./lib/run.mjs";

const budget = JSON.parse(readFileSync(join(root, "size-budget.json"), "utf8"));

const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`.padStart(9);
let failed = false;

function check(name, raw, size, most) {
  failed ||= size > most;
  console.log(`${name.padEnd(29)}${kb(raw)} ${kb(size)} ${kb(most)}${size > most ? "  too large" : ""}`);
}

console.log("file                               raw    brotli    budget");
for (const [file, most] of Object.entries(budget.brotli)) {
  const bytes = readFileSync(join(root, file));
  check(file, bytes.length, brotliSize(bytes), most);
}
const [{ size, unpackedSize }] = JSON.parse(
  execFileSync("npm", ["pack", "./pkg", "--dry-run", "--json", "--loglevel=error"], { cwd: root, encoding: "utf8" }),
);
console.log("\n                            tarball installed    budget");
check("node_modules/opik-attachments", size, unpackedSize, budget.installed);
if (failed) {
  console.error("✗ The package has outgrown size-budget.json.");
  process.exit(1);
}

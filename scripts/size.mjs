// npm run size: prints what a browser downloads and what npm installs, and fails above the budget of size-budget.json.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliSize } from "./lib/brotli.mjs";
import { fail, root } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";

const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`.padStart(9);

async function main() {
  await setUp("size");
  const budget = JSON.parse(readFileSync(join(root, "size-budget.json"), "utf8"));
  let tooLarge = false;
  const check = (name, raw, size, max) => {
    tooLarge ||= size > max;
    console.log(`${name.padEnd(29)}${kb(raw)} ${kb(size)} ${kb(max)}${size > max ? "  too large" : ""}`);
  };

  console.log("file                               raw    brotli    budget");
  for (const [file, max] of Object.entries(budget.brotli)) {
    const bytes = readFileSync(join(root, file));
    check(file, bytes.length, brotliSize(bytes), max);
  }
  const npmPack = ["pack", "./pkg", "--dry-run", "--json", "--loglevel=error"];
  const [{ size, unpackedSize }] = JSON.parse(execFileSync("npm", npmPack, { cwd: root, encoding: "utf8" }));
  console.log("\n                            tarball installed    budget");
  check("node_modules/opik-attachments", size, unpackedSize, budget.installed);
  if (tooLarge) throw new Error("The package has outgrown size-budget.json.");
}

main().catch(fail);

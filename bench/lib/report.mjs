// How benchmarks tell what they found: tables, the machine they ran on, and a file of each that can be written again.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, platform } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/lib/run.mjs";

/** A Markdown table; `numbers` says how many of the last columns are aligned to the right. */
export function table(head, rows, numbers) {
  const rule = head.map((_, column) => (column < head.length - numbers ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** What a reader needs to judge figures: processor, system, Node, how busy it was, and when. */
export function machine() {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  const system = /^PRETTY_NAME="(.*)"$/m.exec(release)?.[1] ?? platform();
  const cores = `${availableParallelism()} cores of ${cpus()[0].model.trim()}`;
  return `${cores}, ${system}, Node ${process.version}, load ${loadavg()[0].toFixed(1)} at the start, ${month()}`;
}

export const month = () => new Date().toLocaleString("en", { month: "long", year: "numeric" });

/** Writes `bench/NAME`, and prints what it writes. */
export function report(name, text) {
  writeFileSync(join(root, "bench", name), `${text.trim()}\n`);
  console.log(`${text.trim()}\n\nThat is bench/${name} now.`);
}

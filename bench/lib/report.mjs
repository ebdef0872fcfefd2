// Reports of benchmarks: tables, the machine, and the file that each writes.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, platform } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/lib/run.mjs";

/** Returns a Markdown table. The last `numbers` columns are aligned to the right. */
export function table(head, rows, numbers) {
  const rule = head.map((_, column) => (column < head.length - numbers ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Describes the machine: processor, system, Node, load and date. */
export function machine() {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  const system = /^PRETTY_NAME="(.*)"$/m.exec(release)?.[1] ?? platform();
  const cores = `${availableParallelism()} cores of ${cpus()[0].model.trim()}`;
  return `${cores}, ${system}, Node ${process.version}, load ${loadavg()[0].toFixed(1)} at the start, ${month()}`;
}

export const month = () => new Date().toLocaleString("en", { month: "long", year: "numeric" });

/** Writes `bench/NAME` and prints the text. */
export function report(name, text) {
  writeFileSync(join(root, "bench", name), `${text.trim()}\n`);
  console.log(`${text.trim()}\n\nWritten to bench/${name}.`);
}

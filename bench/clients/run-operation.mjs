// Runs the one job of a contestant's program, and prints what it took as a line of JSON.
import { readFileSync, writeFileSync } from "node:fs";

/** A line of /proc/self/status, in MiB. */
function memory(name) {
  const [, kib] = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(readFileSync("/proc/self/status", "utf8"));
  return kib / 1024;
}

/**
 * `jobs` by name; the first argument of the program says which and with what. `ms` is from the call to its end, `cpuMs`
 * what all threads spent in between, `rssMiB` by how much resident memory was larger at its peak than before: the
 * kernel's own count, which misses nothing.
 */
export async function measured(jobs) {
  const { job, ...order } = JSON.parse(process.argv[2]);
  const work = jobs[job];
  if (!work) throw new Error("cannot");
  // Resets the peak.
  writeFileSync("/proc/self/clear_refs", "5");
  const before = memory("VmRSS");
  const cpu = process.cpuUsage();
  const began = performance.now();
  const more = await work(order, began);
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  const rssMiB = memory("VmHWM") - before;
  const afterwards = await more?.afterwards?.();
  const { afterwards: _, ...said } = more ?? {};
  console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000, rssMiB, ...said, ...afterwards }));
  // Sockets that are kept alive would keep the program, too.
  process.exit(0);
}

// Runs one operation of a client, measures it, and prints the measurement as a line of JSON.
import { readFileSync, writeFileSync } from "node:fs";

/** Returns a value of /proc/self/status in MiB. */
function memory(name) {
  const [, kib] = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(readFileSync("/proc/self/status", "utf8"));
  return kib / 1024;
}

/**
 * `operations` by name; the first argument of the program names one and holds its options. `ms` is the time of the call,
 * `cpuMs` the CPU time of all threads meanwhile, `rssMiB` the growth of resident memory at its peak as the kernel counts it.
 */
export async function runOperation(operations) {
  const { operation, ...options } = JSON.parse(process.argv[2]);
  const work = operations[operation];
  if (!work) throw new Error(`no operation ${operation}`);
  // Resets the peak.
  writeFileSync("/proc/self/clear_refs", "5");
  const before = memory("VmRSS");
  const cpu = process.cpuUsage();
  const began = performance.now();
  const result = await work(options, began);
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  const rssMiB = memory("VmHWM") - before;
  const afterwards = await result?.afterwards?.();
  const { afterwards: _, ...fields } = result ?? {};
  console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000, rssMiB, ...fields, ...afterwards }));
  // Keep-alive sockets would keep the program running.
  process.exit(0);
}

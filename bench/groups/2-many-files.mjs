// Many small files, whose time is mostly round trips.
import { baseline, transferClients, ours, python } from "../lib/client-names.mjs";
import { atLeast, atMost } from "../lib/thresholds.mjs";
import { withUploads } from "../lib/transfers.mjs";

/** The default of this package in Node. */
const concurrency = 16;

export async function run({ quick, program, compare }) {
  const count = quick ? 12 : 200;
  const names = transferClients("store");
  const server = { mode: "store", switches: ["--latency", "40"] };
  const options = { server, program, names, size: 50_000, count, concurrency };
  const results = await withUploads(options, (clients) => compare("store mode", clients));
  return {
    title: `${count} files of 50 KB, 40 ms latency`,
    about: `Sixteen requests at a time, except in Python, whose client has no call for many files: it uploads them in a loop.
Opik needs three requests for a file; lib-storage, which accesses the bucket directly, needs one.`,
    cases: [{ name: "store mode", results, metrics: ["ms", "cpuMs", "rssMiB"] }],
    thresholds: [
      atMost(1.1, "time", "ms", results, ours, baseline),
      atLeast(10, "time", "ms", results, python, ours),
    ],
  };
}

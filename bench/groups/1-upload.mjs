// One large file over a network with limited bandwidth for each connection, where parallel parts are faster.
import { baseline, libStorage, transferClients, ours, python } from "../lib/client-names.mjs";
import { atLeast, atMost } from "../lib/thresholds.mjs";
import { withUploads } from "../lib/transfers.mjs";
import { mib } from "../lib/units.mjs";

/** 40 ms latency, and 20 MiB/s for each connection. */
export const slowNetwork = ["--latency", "40", "--bandwidth", String(20 * mib)];

export async function run({ quick, program, compare }) {
  const size = (quick ? 16 : 128) * mib;
  const names = transferClients("store");
  const options = { server: { mode: "store", switches: slowNetwork }, program, names, size };
  const results = await withUploads(options, (clients) => compare("store mode", clients));
  return {
    title: `Upload of ${size / mib} MiB, 40 ms latency, 20 MiB/s for each connection`,
    cases: [{ name: "store mode", results, metrics: ["ms", "cpuMs", "rssMiB"] }],
    thresholds: [
      atMost(1.05, "time", "ms", results, ours, baseline),
      atLeast(5, "time", "ms", results, python, ours),
      atLeast(1.5, "time", "ms", results, libStorage, ours),
    ],
  };
}

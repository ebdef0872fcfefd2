// One large file over a line that is slow per connection: what parts in flight are for.
import { floor, libStorage, movers, ours, python } from "../lib/client-names.mjs";
import { atLeast, atMost } from "../lib/thresholds.mjs";
import { withUploads } from "../lib/transfers.mjs";
import { mib } from "../lib/units.mjs";

/** 40 ms away, and 20 MiB/s for each connection. */
export const line = ["--latency", "40", "--bandwidth", String(20 * mib)];

export async function run({ quick, program, contest }) {
  const size = (quick ? 16 : 128) * mib;
  const names = movers("store");
  const options = { server: { mode: "store", switches: line }, program, names, size };
  const results = await withUploads(options, (contestants) => contest("store mode", contestants));
  return {
    title: `Upload of ${size / mib} MiB, 40 ms away, 20 MiB/s for each connection`,
    cases: [{ name: "store mode", results, figures: ["ms", "cpuMs", "rssMiB"] }],
    goals: [
      atMost(1.05, "time", "ms", results, ours, floor),
      atLeast(5, "time", "ms", results, python, ours),
      atLeast(1.5, "time", "ms", results, libStorage, ours),
    ],
  };
}

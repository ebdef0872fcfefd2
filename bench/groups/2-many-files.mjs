// Many small files, where the way there and back is what takes time.
import { floor, movers, ours, python } from "../lib/client-names.mjs";
import { atLeast, atMost } from "../lib/thresholds.mjs";
import { withUploads } from "../lib/transfers.mjs";

/** The default of this package. */
const lanes = 16;

export async function run({ quick, program, contest }) {
  const count = quick ? 12 : 200;
  const names = movers("store");
  const server = { mode: "store", switches: ["--latency", "40"] };
  const options = { server, program, names, size: 50_000, count, lanes };
  const results = await withUploads(options, (contestants) => contest("store mode", contestants));
  return {
    title: `${count} files of 50 KB, 40 ms away`,
    about: `Sixteen requests at a time, except in Python, whose client has no call for many files: there it is a loop. Opik
needs three requests for a file, and lib-storage, which goes straight to the bucket, one.`,
    cases: [{ name: "store mode", results, figures: ["ms", "cpuMs", "rssMiB"] }],
    goals: [
      atMost(1.1, "time", "ms", results, ours, floor),
      atLeast(10, "time", "ms", results, python, ours),
    ],
  };
}

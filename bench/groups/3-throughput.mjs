// A large file with nothing in the way: what a client itself costs.
import { floor, movers, ours } from "../lib/client-names.mjs";
import { atMost } from "../lib/thresholds.mjs";
import { withUploads } from "../lib/transfers.mjs";
import { mib } from "../lib/units.mjs";

export async function run({ quick, program, contest }) {
  const size = (quick ? 32 : 512) * mib;
  const cases = [];
  for (const mode of ["store", "direct"]) {
    const options = { server: { mode }, program, names: movers(mode), size };
    const results = await withUploads(options, (contestants) => contest(`${mode} mode`, contestants));
    cases.push({ name: `${mode} mode`, results, figures: ["ms", "mibPerSecond", "cpuMsPerGib"], size });
  }
  return {
    title: `Upload of ${size / mib} MiB without limits`,
    cases,
    goals: cases.map(({ name, results }) => atMost(1 / 0.95, `time, ${name}`, "ms", results, ours, floor)),
  };
}

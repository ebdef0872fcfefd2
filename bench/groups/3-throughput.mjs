// One large file without limits: the overhead of a client.
import { baseline, transferClients, ours } from "../lib/client-names.mjs";
import { atMost } from "../lib/thresholds.mjs";
import { withUploads } from "../lib/transfers.mjs";
import { mib } from "../lib/units.mjs";

export async function run({ quick, program, compare }) {
  const size = (quick ? 32 : 512) * mib;
  const cases = [];
  for (const mode of ["store", "direct"]) {
    const options = { server: { mode }, program, names: transferClients(mode), size };
    const results = await withUploads(options, (clients) => compare(`${mode} mode`, clients));
    cases.push({ name: `${mode} mode`, results, metrics: ["ms", "mibPerSecond", "cpuMsPerGib"], size });
  }
  return {
    title: `Upload of ${size / mib} MiB without limits`,
    cases,
    thresholds: cases.map(({ name, results }) => atMost(1 / 0.95, `time, ${name}`, "ms", results, ours, baseline)),
  };
}

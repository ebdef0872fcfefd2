// Downloads: what a stream costs that survives cuts, and how long until its first byte.
import { floor, movers, ours, python } from "../lib/client-names.mjs";
import { atMost } from "../lib/thresholds.mjs";
import { withDownloads } from "../lib/transfers.mjs";
import { mib } from "../lib/units.mjs";

export async function run({ quick, program, contest }) {
  const size = (quick ? 32 : 512) * mib;
  const cases = [];
  for (const mode of ["store", "direct"]) {
    const options = { server: { mode }, program, names: movers(mode), size };
    const name = `${size / mib} MiB, ${mode} mode`;
    const results = await withDownloads(options, (contestants) => contest(name, contestants));
    cases.push({ name, results, figures: ["ms", "mibPerSecond", "cpuMsPerGib"], size });
  }
  const goals = cases.map(({ name, results }) => atMost(1 / 0.97, `time, ${name}`, "ms", results, ours, floor));
  const small = (quick ? 4 : 32) * mib;
  const byDefault = { server: { mode: "direct" }, program, names: [ours, floor, python], size: small };
  const name = `${small / mib} MiB, direct mode, compressed where that is not refused`;
  const results = await withDownloads({ ...byDefault, jobs: { [floor]: "downloadCompressed" } }, (contestants) =>
    contest(name, contestants),
  );
  cases.push({ name, results, figures: ["ms", "mibPerSecond", "cpuMsPerGib"], size: small });
  const far = { mode: "store", switches: ["--latency", "40"] };
  for (const listed of [false, true]) {
    const names = listed ? [ours, floor, [python, "no such call"]] : [ours, floor, python];
    const name = `first byte, 40 ms away, ${listed ? "of a listed item" : "by name"}`;
    const options = { server: far, program, names, size: 50_000, listed };
    const results = await withDownloads(options, (contestants) => contest(name, contestants));
    cases.push({ name, results, figures: ["firstByteMs"] });
  }
  return {
    title: `Download of ${size / mib} MiB without limits, and the first byte`,
    about: `By name takes three requests: the project's id, the list, the bytes. A listed item takes one. In direct mode the
web server compresses whatever is no picture, sound or archive; this package refuses that for what is no text, and so does
*fetch by hand*, but for the case that says otherwise. The Python SDK accepts it.`,
    cases,
    goals,
  };
}

// Downloads: the cost of a stream that resumes after network failures, and the time to the first byte.
import { baseline, transferClients, ours, python } from "../lib/client-names.mjs";
import { atMost } from "../lib/thresholds.mjs";
import { withDownloads } from "../lib/transfers.mjs";
import { mib } from "../lib/units.mjs";

export async function run({ quick, program, compare }) {
  const size = (quick ? 32 : 512) * mib;
  const cases = [];
  for (const mode of ["store", "direct"]) {
    const options = { server: { mode }, program, names: transferClients(mode), size };
    const name = `${size / mib} MiB, ${mode} mode`;
    const results = await withDownloads(options, (clients) => compare(name, clients));
    cases.push({ name, results, metrics: ["ms", "mibPerSecond", "cpuMsPerGib"], size });
  }
  const thresholds = cases.map(({ name, results }) => atMost(1 / 0.97, `time, ${name}`, "ms", results, ours, baseline));
  const small = (quick ? 4 : 32) * mib;
  const byDefault = { server: { mode: "direct" }, program, names: [ours, baseline, python], size: small };
  const name = `${small / mib} MiB, direct mode, compressed unless refused`;
  const results = await withDownloads({ ...byDefault, operations: { [baseline]: "downloadCompressed" } }, (clients) =>
    compare(name, clients),
  );
  cases.push({ name, results, metrics: ["ms", "mibPerSecond", "cpuMsPerGib"], size: small });
  const far = { mode: "store", switches: ["--latency", "40"] };
  for (const listed of [false, true]) {
    const names = listed ? [ours, baseline, [python, "no such call"]] : [ours, baseline, python];
    const name = `first byte, 40 ms latency, ${listed ? "of a listed attachment" : "by name"}`;
    const options = { server: far, program, names, size: 50_000, listed };
    const results = await withDownloads(options, (clients) => compare(name, clients));
    cases.push({ name, results, metrics: ["firstByteMs"] });
  }
  return {
    title: `Download of ${size / mib} MiB without limits, and the first byte`,
    about: `A download by name takes three requests: the project's id, the list, the bytes. A download of a listed attachment
takes one. In direct mode the web server compresses everything except images, audio and archives. This package refuses
compression for files that are not text, and so does *hand-written fetch*, except in the case named for it. The Python SDK
accepts compression.`,
    cases,
    thresholds,
  };
}

// Uploads and downloads in a page, at a quarter of the sizes for Node.
import { downloadInPage, uploadInPage } from "../lib/chromium.mjs";
import { baseline, ours } from "../lib/client-names.mjs";
import { atMost } from "../lib/thresholds.mjs";
import { mib } from "../lib/units.mjs";
import { slowNetwork } from "./1-upload.mjs";

export async function run({ quick, program, compare }) {
  const size = (whole) => (quick ? 12 : whole / 4) * mib;
  const cases = [];
  const compareInPage = async (name, inPage, options) => {
    const all = { program, ...options };
    const results = await compare(name, { [ours]: inPage(all, "ours"), [baseline]: inPage(all, "fetch") });
    cases.push({ name, results, metrics: ["ms", "mibPerSecond"], size: options.size });
  };
  const slow = { mode: "store", switches: slowNetwork, size: size(128) };
  await compareInPage(`upload of ${slow.size / mib} MiB, 40 ms latency, 20 MiB/s`, uploadInPage, slow);
  for (const mode of ["store", "direct"]) {
    const large = { mode, size: size(512) };
    await compareInPage(`upload of ${large.size / mib} MiB, ${mode} mode`, uploadInPage, large);
    await compareInPage(`download of ${large.size / mib} MiB, ${mode} mode`, downloadInPage, large);
  }
  return {
    title: "In Chromium",
    about: `Each run starts a new browser. The page has the server's origin.`,
    cases,
    thresholds: cases.map(({ name, results }) => atMost(1.05, name, "ms", results, ours, baseline)),
  };
}

// The same in a page, at a quarter of the size.
import { downloadInPage, uploadInPage } from "../lib/chromium.mjs";
import { floor, ours } from "../lib/client-names.mjs";
import { atMost } from "../lib/thresholds.mjs";
import { mib } from "../lib/units.mjs";
import { line } from "./1-upload.mjs";

export async function run({ quick, program, contest }) {
  const size = (whole) => (quick ? 12 : whole / 4) * mib;
  const cases = [];
  const compare = async (name, inPage, options) => {
    const all = { program, ...options };
    const results = await contest(name, { [ours]: inPage(all, "ours"), [floor]: inPage(all, "fetch") });
    cases.push({ name, results, figures: ["ms", "mibPerSecond"], size: options.size });
  };
  const slow = { mode: "store", switches: line, size: size(128) };
  await compare(`upload of ${slow.size / mib} MiB, 40 ms away, 20 MiB/s`, uploadInPage, slow);
  for (const mode of ["store", "direct"]) {
    const large = { mode, size: size(512) };
    await compare(`upload of ${large.size / mib} MiB, ${mode} mode`, uploadInPage, large);
    await compare(`download of ${large.size / mib} MiB, ${mode} mode`, downloadInPage, large);
  }
  return {
    title: "In Chromium",
    about: `A browser for each run. The page that is measured has the server's origin.`,
    cases,
    goals: cases.map(({ name, results }) => atMost(1.05, name, "ms", results, ours, floor)),
  };
}

// By how much a gigabyte grows the program that sends or gets it.
import { movers } from "../lib/client-names.mjs";
import { withDownloads, withUploads } from "../lib/transfers.mjs";
import { mib } from "../lib/units.mjs";

export async function run({ quick, program, contest }) {
  const size = (quick ? 32 : 1024) * mib;
  const cases = [];
  for (const [direction, withContestants] of Object.entries({ up: withUploads, down: withDownloads })) {
    for (const mode of ["store", "direct"]) {
      const name = `${direction}, ${mode} mode`;
      const options = { server: { mode }, program, names: movers(mode), size };
      const results = await withContestants(options, (contestants) => contest(name, contestants));
      cases.push({ name, results, figures: ["rssMiB", "wasmMiB"] });
    }
  }
  return {
    title: `Memory for ${size / mib} MiB`,
    about: `Growth: the peak of resident memory over what there was before the call, as the kernel counts it. Module: the
memory of the WebAssembly module at the end, which is part of it.`,
    cases,
    goals: [],
  };
}

// The growth of memory during the transfer of 1 GiB.
import { transferClients } from "../lib/client-names.mjs";
import { withDownloads, withUploads } from "../lib/transfers.mjs";
import { mib } from "../lib/units.mjs";

export async function run({ quick, program, compare }) {
  const size = (quick ? 32 : 1024) * mib;
  const cases = [];
  for (const [direction, withClients] of Object.entries({ upload: withUploads, download: withDownloads })) {
    for (const mode of ["store", "direct"]) {
      const name = `${direction}, ${mode} mode`;
      const options = { server: { mode }, program, names: transferClients(mode), size };
      const results = await withClients(options, (clients) => compare(name, clients));
      cases.push({ name, results, metrics: ["rssMiB", "wasmMiB"] });
    }
  }
  return {
    title: `Memory for ${size / mib} MiB`,
    about: `Memory growth: the peak of resident memory minus that before the call, as the kernel counts it. Module: the memory
of the WebAssembly module at the end, which is a part of it.`,
    cases,
    thresholds: [],
  };
}

// How time and memory grow with the amount of work.
import { ours } from "../lib/client-names.mjs";
import { programs } from "../lib/run-client.mjs";
import { withRows } from "../lib/seed-rows.mjs";
import { exponent, summary } from "../lib/statistics.mjs";
import { optionsFor, withUploads } from "../lib/transfers.mjs";
import { mib } from "../lib/units.mjs";

const sizes = [1, 4, 16, 64, 256, 1024, 4096];
const counts = [10, 100, 1000, 10_000, 100_000];

/** Returns the exponent over the larger half of the sizes, where startup costs matter least. */
const exponentOf = (cases, metric) => {
  const points = cases.map(({ x, results }) => [x, summary(results[ours].runs, metric).median]);
  return exponent(points.slice(Math.floor(points.length / 2)));
};

export async function run({ quick, program, compare }) {
  const uploads = [];
  for (const size of sizes.slice(0, quick ? 4 : undefined)) {
    const options = { server: { mode: "store" }, program, names: [ours], size: size * mib };
    const name = `upload of ${size} MiB`;
    const results = await withUploads(options, (clients) => compare(name, clients));
    uploads.push({ name, results, x: size, metrics: ["ms", "rssMiB"], size: size * mib });
  }
  const lists = [];
  for (const rows of counts.slice(0, quick ? 3 : undefined)) {
    const name = `list of ${rows}`;
    await withRows({ program, rows }, async (server) => {
      const list = () => programs[ours](optionsFor(server, { operation: "list", rows, times: 1, concurrency: 1 }));
      lists.push({ name, results: await compare(name, { [ours]: list }), x: rows, metrics: ["ms", "rssMiB"] });
    });
  }
  const exponents = [
    ["upload time", exponentOf(uploads, "ms")],
    ["upload memory", exponentOf(uploads, "rssMiB")],
    ["list time", exponentOf(lists, "ms")],
    ["list memory", exponentOf(lists, "rssMiB")],
  ].map(([quantity, value]) => `${quantity} ${value.toFixed(2)}`);
  return {
    title: "Growth",
    about: `Both axes are logarithmic. Small sizes mostly show startup costs. Exponents over the larger half of the sizes, where
1 is proportional growth and 0 is none: ${exponents.join(", ")}.`,
    cases: [...uploads, ...lists],
    series: [
      { name: "upload", x: "MiB", cases: uploads.map(({ name }) => name) },
      { name: "list", x: "rows", cases: lists.map(({ name }) => name) },
    ],
    thresholds: [],
  };
}

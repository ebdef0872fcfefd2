// How time and memory grow with the work: in a straight line, or not at all.
import { clients } from "../lib/run-client.mjs";
import { ours } from "../lib/client-names.mjs";
import { withRows } from "../lib/seed-rows.mjs";
import { exponent, summary } from "../lib/statistics.mjs";
import { orderFor, withUploads } from "../lib/transfers.mjs";
import { mib } from "../lib/units.mjs";

const sizes = [1, 4, 16, 64, 256, 1024, 4096];
const counts = [10, 100, 1000, 10_000, 100_000];

/** Of the upper half of the points, where the work is more than the beginning of it. */
const exponentOf = (cases, figure) => {
  const points = cases.map(({ x, results }) => [x, summary(results[ours].runs, figure).median]);
  return exponent(points.slice(Math.floor(points.length / 2)));
};

export async function run({ quick, program, contest }) {
  const uploads = [];
  for (const size of sizes.slice(0, quick ? 4 : undefined)) {
    const options = { server: { mode: "store" }, program, names: [ours], size: size * mib };
    const name = `upload of ${size} MiB`;
    const results = await withUploads(options, (contestants) => contest(name, contestants));
    uploads.push({ name, results, x: size, figures: ["ms", "rssMiB"], size: size * mib });
  }
  const lists = [];
  for (const rows of counts.slice(0, quick ? 3 : undefined)) {
    const name = `list of ${rows}`;
    await withRows({ program, rows }, async (server) => {
      const list = () => clients[ours](orderFor(server, { job: "list", rows, times: 1, lanes: 1 }));
      lists.push({ name, results: await contest(name, { [ours]: list }), x: rows, figures: ["ms", "rssMiB"] });
    });
  }
  const exponents = [
    ["upload time", exponentOf(uploads, "ms")],
    ["upload memory", exponentOf(uploads, "rssMiB")],
    ["list time", exponentOf(lists, "ms")],
    ["list memory", exponentOf(lists, "rssMiB")],
  ].map(([what, found]) => `${what} ${found.toFixed(2)}`);
  return {
    title: "Growth",
    about: `Both axes are logarithmic; of small work one sees its beginning most. Exponents over the upper half of the sizes,
where 1 is in proportion and 0 is no growth: ${exponents.join(", ")}.`,
    cases: [...uploads, ...lists],
    series: [
      { name: "upload", x: "MiB", cases: uploads.map(({ name }) => name) },
      { name: "list", x: "rows", cases: lists.map(({ name }) => name) },
    ],
    goals: [],
  };
}

// Many short lists, and a long one.
import { baseline, ours, python, typescript } from "../lib/client-names.mjs";
import { programs } from "../lib/run-client.mjs";
import { atMost } from "../lib/thresholds.mjs";
import { withRows } from "../lib/seed-rows.mjs";
import { optionsFor } from "../lib/transfers.mjs";

const names = [ours, baseline, typescript];

export async function run({ quick, program, compare }) {
  const times = quick ? 100 : 2000;
  const many = quick ? 1000 : 10_000;
  const cases = [];
  const compareLists = (name, rows, options, others = {}) =>
    withRows({ program, rows }, async (server) => {
      const list = (client) => () => programs[client](optionsFor(server, { operation: "list", rows, ...options }));
      const clients = { ...Object.fromEntries(names.map((client) => [client, list(client)])), ...others };
      const results = await compare(name, clients);
      cases.push({ name, results, metrics: ["ms", "cpuMs"] });
      return results;
    });
  const sequential = await compareLists(`${times} lists of 10 rows, one at a time`, 10, { times, concurrency: 1 });
  await compareLists(`${times} lists of 10 rows, 32 at a time`, 10, { times, concurrency: 32 });
  await compareLists(`a list of ${many} rows`, many, { times: 1, concurrency: 1 }, { [python]: "the first 100 only" });
  return {
    title: "Many small calls",
    about: `All ask for pages of 1,000 rows, so the long list takes ${many / 1000} requests.`,
    cases,
    thresholds: [atMost(1.05, "time, one at a time", "ms", sequential, ours, baseline)],
  };
}

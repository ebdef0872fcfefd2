// Many short lists, and a long one.
import { clients } from "../lib/run-client.mjs";
import { floor, ours, python, typescript } from "../lib/client-names.mjs";
import { atMost } from "../lib/thresholds.mjs";
import { withRows } from "../lib/seed-rows.mjs";
import { orderFor } from "../lib/transfers.mjs";

const names = [ours, floor, typescript];

export async function run({ quick, program, contest }) {
  const times = quick ? 100 : 2000;
  const many = quick ? 1000 : 10_000;
  const cases = [];
  const compare = (name, rows, order, others = {}) =>
    withRows({ program, rows }, async (server) => {
      const list = (client) => () => clients[client](orderFor(server, { job: "list", rows, ...order }));
      const contestants = { ...Object.fromEntries(names.map((client) => [client, list(client)])), ...others };
      const results = await contest(name, contestants);
      cases.push({ name, results, figures: ["ms", "cpuMs"] });
      return results;
    });
  const alone = await compare(`${times} lists of 10 rows, one at a time`, 10, { times, lanes: 1 });
  await compare(`${times} lists of 10 rows, 32 at a time`, 10, { times, lanes: 32 });
  await compare(`a list of ${many} rows`, many, { times: 1, lanes: 1 }, { [python]: "the first 100 only" });
  return {
    title: "Many small calls",
    about: `All ask for pages of 1,000 rows, so the long list takes ${many / 1000} requests.`,
    cases,
    goals: [atMost(1.05, "time, one at a time", "ms", alone, ours, floor)],
  };
}

// Node, Deno and Bun, each by import and by require.
import { join } from "node:path";
import { output } from "../../../scripts/lib/run.mjs";
import { runProgram } from "../support/runtimes.mjs";

const installed = (path) => join(import.meta.dirname, "node_modules", path);
const node = (major) => ({ name: `Node ${major}`, command: installed(`node${major}/bin/node`) });

const runtimes = [
  // The oldest that the package supports.
  node(20),
  node(22),
  node(24),
  {
    name: "Deno",
    command: installed(".bin/deno"),
    // Only the permissions that the scenario needs.
    args: ["run", "--allow-net=127.0.0.1"],
    env: { DENO_NO_UPDATE_CHECK: "1" },
  },
  { name: "Bun", command: installed(".bin/bun") },
];

export const environments = runtimes.map(({ name, command, args = [], env }) => ({
  name,
  version: () => /\d+(\.\d+)+/.exec(output(command, ["--version"]))?.[0],
  async run({ row }) {
    for (const [what, script] of [["import", "import.mjs"], ["require", "require.cjs"]]) {
      await row(what, (targets) => runProgram(command, [...args, script], { folder: "runtimes", env }, targets));
    }
  },
}));

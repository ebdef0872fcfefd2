// workerd, Cloudflare's runtime. The worker is bundled as wrangler does it: by esbuild with these conditions, and with the
// module as a file, which workerd compiles before the worker starts. It runs with two compatibility dates: the first at
// which `File` objects identify themselves as such, and a late one.
import { freePort } from "../../../scripts/lib/free-port.mjs";
import { assertWasmFiles } from "../support/emitted-assets.mjs";
import { build, versionOf, whileServing } from "../support/processes.mjs";
import { postScenario } from "../support/runtimes.mjs";

const folder = "workerd";
const bundle = [
  ...["worker.js", "--bundle", "--format=esm", "--outdir=../dist/workerd", "--log-level=warning"],
  ...["--conditions=workerd,worker,browser", "--loader:.wasm=copy", "--asset-names=[name]"],
];

export const environments = [
  {
    name: "workerd",
    version: () => versionOf("workerd"),
    async run({ row }) {
      await build("esbuild", bundle, { folder });
      assertWasmFiles(folder, 1);
      const [oldest, latest] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
      const sockets = [`--socket-addr=oldest=${oldest}`, `--socket-addr=latest=${latest}`];
      const args = ["serve", "config.capnp", ...sockets];
      await whileServing("workerd", args, { folder, url: `http://${latest}` }, async () => {
        await row("date 2024-09-26", (targets) => postScenario(`http://${oldest}`, targets));
        await row("date 2026-10-01", (targets) => postScenario(`http://${latest}`, targets));
      });
    },
  },
];

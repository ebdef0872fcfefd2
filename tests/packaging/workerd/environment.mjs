// workerd, Cloudflare's runtime: bundled as its own tool does it, by esbuild with these conditions and with the module
// as a file, which workerd compiles before the worker starts. Twice, since what it offers goes by a date of the
// worker's: the first whose Files say that they are, and a late one.
import { freePort } from "../../../scripts/lib/free-port.mjs";
import { assertWasmFiles } from "../support/emitted-assets.mjs";
import { build, versionOf, whileServing } from "../support/processes.mjs";
import { postJob } from "../support/runtimes.mjs";

const place = "workerd";
const bundle = [
  ...["worker.js", "--bundle", "--format=esm", "--outdir=../dist/workerd", "--log-level=warning"],
  ...["--conditions=workerd,worker,browser", "--loader:.wasm=copy", "--asset-names=[name]"],
];

export const places = [
  {
    name: "workerd",
    version: () => versionOf("workerd"),
    async run({ row }) {
      await build("esbuild", bundle, { place });
      assertWasmFiles(place, 1);
      const [oldest, latest] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
      const sockets = [`--socket-addr=oldest=${oldest}`, `--socket-addr=latest=${latest}`];
      const args = ["serve", "config.capnp", ...sockets];
      await whileServing("workerd", args, { place, url: `http://${latest}` }, async () => {
        await row("date 2024-09-26", (order) => postJob(`http://${oldest}`, order));
        await row("date 2026-10-01", (order) => postJob(`http://${latest}`, order));
      });
    },
  },
];

// Vite: its dev server, and what it builds, behind its preview server; both entries.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../../scripts/lib/free-port.mjs";
import { chromium } from "../support/browsers.mjs";
import { assertWasmFiles } from "../support/emitted-assets.mjs";
import { build, folder, versionOf, whileServing } from "../support/processes.mjs";

const place = "vite";

async function bothEntries({ row }, what, ...command) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [...command, "--host", "127.0.0.1", "--port", String(port), "--strictPort"];
  await whileServing("vite", args, { place, url }, async () => {
    await row(what, (order) => chromium.job(`${url}/index.html`, order));
    await row(`${what}, slim`, (order) => chromium.job(`${url}/slim.html`, order));
  });
}

export const places = [
  {
    name: "Vite",
    version: () => versionOf("vite"),
    async run(context) {
      // It keeps what it has made of a package until the version changes.
      rmSync(join(folder, "node_modules/.vite"), { recursive: true, force: true });
      await bothEntries(context, "dev server");
      await build("vite", ["build"], { place });
      assertWasmFiles(place, 1);
      await bothEntries(context, "build", "preview");
    },
  },
];

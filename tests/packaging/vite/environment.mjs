// Vite: its dev server, and what it builds, behind its preview server; both entries.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../../scripts/lib/free-port.mjs";
import { chromium } from "../support/browsers.mjs";
import { assertWasmFiles } from "../support/emitted-assets.mjs";
import { build, packagingRoot, versionOf, whileServing } from "../support/processes.mjs";

const folder = "vite";

async function bothEntries({ row }, variant, ...command) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [...command, "--host", "127.0.0.1", "--port", String(port), "--strictPort"];
  await whileServing("vite", args, { folder, url }, async () => {
    await row(variant, (targets) => chromium.run(`${url}/index.html`, targets));
    await row(`${variant}, slim`, (targets) => chromium.run(`${url}/slim.html`, targets));
  });
}

export const environments = [
  {
    name: "Vite",
    version: () => versionOf("vite"),
    async run(context) {
      // Vite caches its pre-bundled dependencies until the version changes.
      rmSync(join(packagingRoot, "node_modules/.vite"), { recursive: true, force: true });
      await bothEntries(context, "dev server");
      await build("vite", ["build"], { folder });
      assertWasmFiles(folder, 1);
      await bothEntries(context, "build", "preview");
    },
  },
];

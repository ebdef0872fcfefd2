// esbuild: the default entry only, since it does not bundle files that modules refer to.
import { chromium } from "../support/browsers.mjs";
import { assertWasmFiles } from "../support/emitted-assets.mjs";
import { build, versionOf } from "../support/processes.mjs";

const folder = "esbuild";

export const environments = [
  {
    name: "esbuild",
    version: () => versionOf("esbuild"),
    async run({ row, pagesUrl }) {
      const output = ["--format=esm", "--outdir=../dist/esbuild", "--log-level=warning"];
      await build("esbuild", ["app.js", "--bundle", ...output], { folder });
      assertWasmFiles(folder, 0);
      await row("build", (targets) => chromium.run(`${pagesUrl}esbuild/index.html`, targets));
    },
  },
];

// esbuild, which has no way with files that modules refer to: the default entry only.
import { chromium } from "../support/browsers.mjs";
import { assertWasmFiles } from "../support/emitted-assets.mjs";
import { build, versionOf } from "../support/processes.mjs";

const place = "esbuild";

export const places = [
  {
    name: "esbuild",
    version: () => versionOf("esbuild"),
    async run({ row, pagesUrl }) {
      const output = ["--format=esm", "--outdir=../dist/esbuild", "--log-level=warning"];
      await build("esbuild", ["app.js", "--bundle", ...output], { place });
      assertWasmFiles(place, 0);
      await row("build", (order) => chromium.job(`${pagesUrl}esbuild/index.html`, order));
    },
  },
];

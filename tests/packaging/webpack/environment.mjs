// webpack 5: both entries, as classic scripts.
import { chromium } from "../support/browsers.mjs";
import { assertWasmFiles } from "../support/emitted-assets.mjs";
import { build, versionOf } from "../support/processes.mjs";

const folder = "webpack";

export const environments = [
  {
    name: "webpack",
    version: () => versionOf("webpack"),
    async run({ row, pagesUrl }) {
      await build("webpack", ["build"], { folder });
      assertWasmFiles(folder, 1);
      await row("build", (targets) => chromium.run(`${pagesUrl}webpack/index.html`, targets));
      await row("build, slim", (targets) => chromium.run(`${pagesUrl}webpack/slim.html`, targets));
    },
  },
];

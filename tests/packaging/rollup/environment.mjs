// Rollup with the plugin that resolves packages: the default entry only.
import { chromium } from "../support/browsers.mjs";
import { assertWasmFiles } from "../support/emitted-assets.mjs";
import { build, versionOf } from "../support/processes.mjs";

const folder = "rollup";

export const environments = [
  {
    name: "Rollup",
    version: () => versionOf("rollup"),
    async run({ row, pagesUrl }) {
      await build("rollup", ["--config", "--silent", "--failAfterWarnings"], { folder });
      assertWasmFiles(folder, 0);
      await row("build", (targets) => chromium.run(`${pagesUrl}rollup/index.html`, targets));
    },
  },
];

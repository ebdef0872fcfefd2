// Rollup with the one plugin that its users have, which finds packages: the default entry only.
import { chromium } from "../support/browsers.mjs";
import { assertWasmFiles } from "../support/emitted-assets.mjs";
import { build, versionOf } from "../support/processes.mjs";

const place = "rollup";

export const places = [
  {
    name: "Rollup",
    version: () => versionOf("rollup"),
    async run({ row, pagesUrl }) {
      await build("rollup", ["--config", "--silent", "--failAfterWarnings"], { place });
      assertWasmFiles(place, 0);
      await row("build", (order) => chromium.job(`${pagesUrl}rollup/index.html`, order));
    },
  },
];

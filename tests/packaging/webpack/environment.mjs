// webpack 5: both entries, as classic scripts.
import { chromium } from "../support/browsers.mjs";
import { assertWasmFiles } from "../support/emitted-assets.mjs";
import { build, versionOf } from "../support/processes.mjs";

const place = "webpack";

export const places = [
  {
    name: "webpack",
    version: () => versionOf("webpack"),
    async run({ row, pagesUrl }) {
      await build("webpack", ["build"], { place });
      assertWasmFiles(place, 1);
      await row("build", (order) => chromium.job(`${pagesUrl}webpack/index.html`, order));
      await row("build, slim", (order) => chromium.job(`${pagesUrl}webpack/slim.html`, order));
    },
  },
];

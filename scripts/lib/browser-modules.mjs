// An esbuild plugin for the browsers' build: modules of src/js that are of use in Node, Deno and Bun only are replaced by
// those of the same name in src/js/browser.
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root } from "./run.mjs";

export const browserModules = {
  name: "browser-modules",
  setup(build) {
    build.onLoad({ filter: /\/src\/js\/[a-z_]+\.js$/ }, ({ path }) => {
      const replacement = join(root, "src/js/browser", basename(path));
      if (!existsSync(replacement)) return undefined;
      return { contents: readFileSync(replacement, "utf8"), loader: "js", resolveDir: dirname(path) };
    });
  },
};

// Imports a module of the page into Node, which does not read TypeScript yet.

import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../../../scripts/lib/run.mjs";

/** What www/src/`path` exports, with all that it imports. */
export async function importTs(path) {
  const { outputFiles } = await build({
    entryPoints: [join(root, "www/src", path)],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "warning",
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

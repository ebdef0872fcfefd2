// Bundles the package's command line, pkg/cli/, into one file for Node.
import { build } from "esbuild";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.mjs";

/** It imports the package's own entry, which lies beside it: the module is not shipped twice. */
const entryBesideIt = {
  name: "entry-beside-it",
  setup(build) {
    build.onResolve({ filter: /^opik-attachments$/ }, () => ({ path: "./index.js", external: true }));
  },
};

export async function bundleCommandLine(outfile, version) {
  await build({
    entryPoints: [join(root, "pkg/cli/main.js")],
    outfile,
    bundle: true,
    minify: true,
    charset: "utf8",
    format: "esm",
    platform: "node",
    target: "node20.16",
    banner: { js: "#!/usr/bin/env node" },
    plugins: [entryBesideIt],
    define: { __VERSION__: JSON.stringify(version) },
    logLevel: "warning",
  });
  chmodSync(outfile, 0o755);
}

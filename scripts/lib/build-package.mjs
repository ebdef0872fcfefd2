// Builds the npm package: Rust to wasm with wasm-pack, optimised by the pinned binaryen, inlined and bundled by esbuild.
// And its command line, which uses the module that is there already.
import { build } from "esbuild";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { bundleCommandLine } from "./bundle-command-line.mjs";
import { browserModules } from "./browser-modules.mjs";
import { bytesAsText } from "./bytes-as-text.mjs";
import { cargoEnv, cargoOptions } from "./compile-module.mjs";
import { optimizeAndMinify } from "./minify-glue.mjs";
import { root, run } from "./run.mjs";
import { shortenLines } from "./short-lines.mjs";
import { streamsAsSource } from "./wasm-streams.mjs";

/** Where a build takes place. It becomes pkg/dist when it has succeeded. */
const partial = "pkg/dist.partial";

const wasmPack = [
  ...["--log-level", "error"],
  ...["build", "--target", "web", "--release", "--no-pack", "--no-typescript"],
  ...["--out-dir", `${partial}/wasm`, "--out-name", "opik_attachments"],
  ...["--", ...cargoOptions],
];

/** Builds pkg/dist. A build that fails leaves the previous one in place. */
export async function buildPackage() {
  const folder = join(root, partial);
  const version = versionOfBoth();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    const wasm = await buildModule(folder);
    await bundleEntries(folder, wasm, version);
    await bundleCommandLine(join(folder, "cli.js"), version);
    for (const name of readdirSync(folder)) if (/^(?!browser).*\.c?js$/.test(name)) shortenLines(join(folder, name));
    copyFileSync(join(root, "pkg/index.d.ts"), join(folder, "index.d.cts"));
    for (const licence of ["LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(root, licence), join(folder, licence));
    replace(join(root, "pkg/dist"), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the version that the npm package and the crate have in common. */
function versionOfBoth() {
  const { version } = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8"));
  const crate = /\[workspace\.package\]\nversion = "([^"]+)"/.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))?.[1];
  if (crate !== version) {
    throw new Error(`version: pkg/package.json says ${version}, Cargo.toml says ${crate}; they must be equal`);
  }
  return version;
}

/** Compiles and optimises the module, and returns its path. Its glue is in the same folder. */
async function buildModule(folder) {
  const wasm = join(folder, "wasm/opik_attachments_bg.wasm");
  await run("wasm-pack", wasmPack, { env: cargoEnv });
  // wasm-pack ignores all it made, which would also keep it out of the npm package.
  rmSync(join(folder, "wasm/.gitignore"), { force: true });
  const before = statSync(wasm).size;
  optimizeAndMinify(wasm, join(folder, "wasm/opik_attachments.js"));
  console.log(`   wasm-opt: ${before} -> ${statSync(wasm).size} bytes`);
  return wasm;
}

/** Bundles the entries of pkg/loaders with the module. */
async function bundleEntries(folder, wasm, version) {
  const { text, singleBytes } = bytesAsText(readFileSync(wasm));
  const asText = inlined(`export const text = ${JSON.stringify(text)}, singleBytes = ${JSON.stringify(singleBytes)};`);
  const asStreams = inlined(streamsAsSource(readFileSync(wasm)));
  const here = moduleIn(folder);

  copyFileSync(wasm, join(folder, "opik_attachments.wasm"));
  /** @type {import("esbuild").BuildOptions} */
  const common = {
    bundle: true,
    minify: true,
    platform: "neutral",
    target: "es2022",
    outdir: folder,
    external: ["./opik_attachments.wasm"],
    define: { __VERSION__: JSON.stringify(version) },
    logLevel: "warning",
  };
  const loader = (name) => join(root, "pkg/loaders", name);
  const inline = { ...common, entryPoints: { index: loader("inline.js") }, plugins: [here, asText] };
  await build({ ...inline, format: "esm" });
  await build({ ...inline, format: "cjs", outExtension: { ".js": ".cjs" } });
  // What bundlers for browsers take: the same without what only Node, Deno and Bun can do.
  const forBrowsers = [here, asStreams, browserModules];
  await build({ ...common, entryPoints: [loader("browser.js")], format: "esm", plugins: forBrowsers });
  // The entries whose module is a file share what is round it.
  const withFile = [loader("slim.js"), loader("workerd.js")];
  await build({ ...common, entryPoints: withFile, format: "esm", splitting: true, chunkNames: "shared", plugins: [here] });
}

/** Inlines the module, as the JS module of `contents`. */
const inlined = (contents) => ({
  name: "inlined",
  setup(build) {
    build.onLoad({ filter: /\.wasm$/ }, () => ({ contents, loader: "js" }));
  },
});

/** Takes the module and its glue, which the loaders import from pkg/dist, from the folder of this build. */
const moduleIn = (folder) => ({
  name: "module-in",
  setup(build) {
    const prefix = "../dist/";
    build.onResolve({ filter: /^\.\.\/dist\/wasm\// }, ({ path }) => ({ path: join(folder, path.slice(prefix.length)) }));
  },
});

/** Puts `folder` where `old` is. */
function replace(old, folder) {
  const aside = `${old}.old`;
  rmSync(aside, { recursive: true, force: true });
  if (existsSync(old)) renameSync(old, aside);
  renameSync(folder, old);
  rmSync(aside, { recursive: true, force: true });
}

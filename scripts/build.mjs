// Builds the npm package: Rust to wasm with wasm-pack, optimised by the pinned binaryen, inlined and bundled by esbuild.
// And its command line, which uses the module that is there already.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { bundleCommandLine } from "./lib/bundle-command-line.mjs";
import { browserModules } from "./lib/browser-modules.mjs";
import { bytesAsText } from "./lib/bytes-as-text.mjs";
import { optimizeAndMinify } from "./lib/minify-glue.mjs";
import { root, run } from "./lib/run.mjs";
import { shortenLines } from "./lib/short-lines.mjs";
import { streamsAsSource } from "./lib/wasm-streams.mjs";

const dist = join(root, "pkg/dist");
const wasm = join(dist, "wasm/opik_attachments_bg.wasm");
const version = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8")).version;

const crateVersion = /\[workspace\.package\]\nversion = "([^"]+)"/.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))?.[1];
if (crateVersion !== version) {
  throw new Error(`version: pkg/package.json says ${version}, Cargo.toml says ${crateVersion}; they must be equal`);
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

// The standard library is built along, so that a panic is nothing but a trap: no text, no place in a source (those are
// paths of this machine, too), nothing that formats them. A thirteenth of the download. Nobody would read the text, since
// a page has no hook that prints it. rustc calls this unstable; the compiler is pinned (rust-toolchain.toml), and the
// variable is the only way to use it with a release.
const noPanicTexts = ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none"];
const standardLibrary = ["-Zbuild-std=std", "-Zbuild-std-features=optimize_for_size"];
// rustc's own optimisations, which it saves for faster builds than this one: two percent.
const moreOptimisations = ["-Zmir-opt-level=3"];
// The usual stack of 1 MiB would be most of the module's memory, and nothing here goes deep.
const smallStack = `-Clink-arg=-zstack-size=${256 * 1024}`;
const env = { RUSTC_BOOTSTRAP: "1", RUSTFLAGS: [...noPanicTexts, ...moreOptimisations, smallStack].join(" ") };
const wasmPack = [
  ...["--log-level", "error"],
  ...["build", "--target", "web", "--release", "--no-pack", "--no-typescript"],
  ...["--out-dir", "pkg/dist/wasm", "--out-name", "opik_attachments"],
  ...["--", "--locked", ...standardLibrary],
];
await run("wasm-pack", wasmPack, { env });
// wasm-pack ignores all it made, which would also keep it out of the npm package.
rmSync(join(dist, "wasm/.gitignore"), { force: true });

const before = statSync(wasm).size;
optimizeAndMinify(wasm, join(dist, "wasm/opik_attachments.js"));
console.log(`   wasm-opt: ${before} -> ${statSync(wasm).size} bytes`);

/** Inlines the module, as the JS module of `contents`. */
const inlined = (contents) => ({
  name: "inlined",
  setup(build) {
    build.onLoad({ filter: /\.wasm$/ }, () => ({ contents, loader: "js" }));
  },
});
const { text, singleBytes } = bytesAsText(readFileSync(wasm));
const asText = inlined(`export const text = ${JSON.stringify(text)}, singleBytes = ${JSON.stringify(singleBytes)};`);
const asStreams = inlined(streamsAsSource(readFileSync(wasm)));

copyFileSync(wasm, join(dist, "opik_attachments.wasm"));
const common = {
  bundle: true,
  minify: true,
  platform: "neutral",
  target: "es2022",
  outdir: dist,
  external: ["./opik_attachments.wasm"],
  define: { __VERSION__: JSON.stringify(version) },
  logLevel: "warning",
};
const loader = (name) => join(root, "pkg/loaders", name);
for (const [format, extension] of [["esm", ".js"], ["cjs", ".cjs"]]) {
  const entryPoints = { index: loader("inline.js") };
  await build({ ...common, entryPoints, format, outExtension: { ".js": extension }, plugins: [asText] });
}
// What bundlers for browsers take: the same without what only Node, Deno and Bun can do.
await build({ ...common, entryPoints: [loader("browser.js")], format: "esm", plugins: [asStreams, browserModules] });
// The entries whose module is a file share what is round it.
const withFile = [loader("slim.js"), loader("workerd.js")];
await build({ ...common, entryPoints: withFile, format: "esm", splitting: true, chunkNames: "shared" });

await bundleCommandLine(join(dist, "cli.js"), version);
for (const name of readdirSync(dist)) if (/^(?!browser).*\.c?js$/.test(name)) shortenLines(join(dist, name));

copyFileSync(join(root, "pkg/index.d.ts"), join(dist, "index.d.cts"));
for (const licence of ["LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(root, licence), join(dist, licence));

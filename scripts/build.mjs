// Builds the npm package: Rust to wasm with wasm-pack, optimised by the pinned binaryen, inlined and bundled by esbuild.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./lib/run.mjs";

const dist = join(root, "pkg/dist");
const wasm = join(dist, "wasm/opik_attachments_bg.wasm");
const version = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8")).version;

const crateVersion = /\[workspace\.package\]\nversion = "([^"]+)"/.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))?.[1];
if (crateVersion !== version) {
  throw new Error(`version: pkg/package.json says ${version}, Cargo.toml says ${crateVersion}; they must be equal`);
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

await run("wasm-pack", [
  ...["--log-level", "warn"],
  ...["build", "--target", "web", "--release", "--no-pack", "--no-typescript"],
  ...["--out-dir", "pkg/dist/wasm", "--out-name", "opik_attachments"],
]);
// wasm-pack ignores all it made, which would also keep it out of the npm package.
rmSync(join(dist, "wasm/.gitignore"), { force: true });

const before = statSync(wasm).size;
await run("node_modules/.bin/wasm-opt", ["-Oz", "--strip-debug", "--strip-producers", wasm, "-o", `${wasm}.opt`]);
renameSync(`${wasm}.opt`, wasm);
console.log(`   wasm-opt: ${before} -> ${statSync(wasm).size} bytes`);

for (const [format, outfile] of [
  ["esm", "index.js"],
  ["cjs", "index.cjs"],
]) {
  await build({
    entryPoints: [join(root, "pkg/loaders/inline.js")],
    outfile: join(dist, outfile),
    bundle: true,
    minify: true,
    format,
    platform: "neutral",
    target: "es2022",
    loader: { ".wasm": "binary" },
    define: { __VERSION__: JSON.stringify(version) },
    logLevel: "warning",
  });
}

copyFileSync(join(root, "pkg/index.d.ts"), join(dist, "index.d.cts"));
for (const licence of ["LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(root, licence), join(dist, licence));

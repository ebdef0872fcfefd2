// Builds the package, the local server and the page, and makes `opik-attachments` importable in this repository.
import { existsSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { root, run, step } from "./run.mjs";

/** What the package is made of. */
const sources = ["src", "pkg/loaders", "pkg/cli", "pkg/shared", "pkg/index.d.ts", "pkg/package.json", "scripts/build.mjs", "scripts/lib", "Cargo.toml", "Cargo.lock", "package-lock.json"];
const pageSources = ["www/src", "pkg/shared", "www/public", "www/index.html", "www/vite.config.js", "pkg/dist/index.js", "package-lock.json"];

export async function buildAll() {
  if (isStale("pkg/dist/index.cjs", sources)) {
    await step("Building the npm package: Rust to WebAssembly, optimised and inlined (under a minute)", () =>
      run(process.execPath, ["scripts/build.mjs"]),
    );
  }
  // scripts/test-garage.mjs sets this variable: its servers keep their objects in Garage.
  const features = process.env.OPIK_ATTACHMENTS_TEST_S3 ? ["--features", "s3-endpoint"] : [];
  await step("Building the local server (two minutes the first time)", () =>
    run("cargo", ["build", "--quiet", "--locked", "-p", "opik-attachments-server", ...features]),
  );
  linkPackage();
  if (isStale("www/dist/index.html", pageSources)) {
    await step("Building the attachments page with Vite (seconds)", () =>
      run("node_modules/.bin/vite", ["build", "www", "--logLevel", "warn"]),
    );
  }
}

/** Whether a source is newer than what is built from it. */
function isStale(built, sources) {
  if (!existsSync(join(root, built))) return true;
  const made = statSync(join(root, built)).mtimeMs;
  const newest = (path) => {
    const stats = statSync(path);
    const below = stats.isDirectory() ? readdirSync(path).map((name) => newest(join(path, name))) : [];
    return Math.max(stats.mtimeMs, ...below);
  };
  return sources.some((path) => newest(join(root, path)) > made);
}

/** The examples and the page import the package by its name, as its users do. */
function linkPackage() {
  const link = join(root, "node_modules/opik-attachments");
  mkdirSync(join(root, "node_modules"), { recursive: true });
  if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync("../pkg", link, "dir");
}

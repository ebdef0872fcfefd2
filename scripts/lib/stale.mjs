// Decides by content whether something built is up to date: each output keeps the digest of the sources that it was
// built from. Times of files would miss an edit made during a build, and take every checkout for a change.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "./run.mjs";

/** In the output folder. npm leaves it out of the package: `files` of pkg/package.json lists what goes in. */
const stampName = ".built-from";

/** The sources of pkg/dist. */
export const packageSources = () => [
  ...["src", "pkg/loaders", "pkg/cli", "pkg/shared", "pkg/index.d.ts", "pkg/package.json", "LICENSE-MIT", "LICENSE-APACHE"],
  ...["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", ".cargo/config.toml", "package-lock.json"],
  ...withImports("scripts/lib/build-package.mjs"),
];

/** The sources of www/dist. The page bundles the package, whose stamp stands for all of its sources. */
export const pageSources = () => [
  ...["www/src", "pkg/shared", "www/public", "www/index.html", "www/vite.config.js", "package-lock.json"],
  `pkg/dist/${stampName}`,
];

/** Returns the digest of files and folders, which are named from the repository's root. */
export function digestOf(paths) {
  const hash = createHash("sha256");
  const add = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name));
      return;
    }
    const content = readFileSync(path);
    hash.update(`${relative(root, path)}\0${content.length}\0`).update(content);
  };
  for (const path of paths) add(join(root, path));
  return hash.digest("hex");
}

/** Returns true unless `folder` was built from sources of this digest. */
export function isStale(folder, digest) {
  const stamp = join(root, folder, stampName);
  return !existsSync(stamp) || readFileSync(stamp, "utf8") !== digest;
}

/** Records in a finished build what it was built from. Take the digest before the build, so that later edits count. */
export function writeStamp(folder, digest) {
  writeFileSync(join(root, folder, stampName), digest);
}

/** Returns a script of this repository and all that it imports from this repository. */
function withImports(script, found = new Set()) {
  if (found.has(script)) return found;
  found.add(script);
  for (const [, path] of readFileSync(join(root, script), "utf8").matchAll(/\bfrom "(\.[^"]+)"/g)) {
    withImports(join(dirname(script), path), found);
  }
  return found;
}

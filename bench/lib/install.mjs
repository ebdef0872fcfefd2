// Installs npm packages in a temporary folder, as a user's project does, and measures the result.
import { lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../scripts/lib/run.mjs";
import { packTarball } from "../../scripts/lib/tarball.mjs";

// Install scripts do not run, and what they would fetch or build does not count.
const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/** Calls `use` with the folder of the installation, the bytes of `node_modules` and the number of packages. */
export async function withInstalled(packages, use) {
  const folder = mkdtempSync(join(tmpdir(), "opik-attachments-"));
  try {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
    await run("npm", [...install, ...packages], { cwd: folder, quiet: true });
    const lock = JSON.parse(readFileSync(join(folder, "node_modules/.package-lock.json"), "utf8"));
    const count = Object.keys(lock.packages).length;
    return await use({ folder, bytes: bytesBelow(join(folder, "node_modules")), count });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Does the same with the tarball of this package. */
export async function withOwnInstalled(use) {
  const folder = mkdtempSync(join(tmpdir(), "opik-attachments-"));
  try {
    return await withInstalled([await packTarball(folder)], use);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Sums up the sizes of the files, without what the blocks of a disk add. */
function bytesBelow(path) {
  const stats = lstatSync(path);
  if (stats.isFile()) return stats.size;
  if (!stats.isDirectory()) return 0;
  return readdirSync(path).reduce((sum, name) => sum + bytesBelow(join(path, name)), 0);
}

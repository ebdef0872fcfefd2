// Installs the npm package as its users get it.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./run.mjs";

/** Packs the package and installs the tarball in `cwd`, in place of one that is there. */
export async function installPackage(cwd) {
  const folder = mkdtempSync(join(tmpdir(), "opik-attachments-"));
  try {
    await run("npm", ["pack", "./pkg", "--pack-destination", folder, "--loglevel=error"], { quiet: true });
    const [tarball] = readdirSync(folder);
    rmSync(join(cwd, "node_modules"), { recursive: true, force: true });
    const args = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", join(folder, tarball)];
    await run("npm", ["install", ...args], { cwd, quiet: true });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

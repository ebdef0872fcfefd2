// The npm package as its users get it.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "./run.mjs";

/** Packs the npm package into a folder that is empty, and resolves to the path of the tarball. */
export async function packTarball(folder) {
  await run("npm", ["pack", "./pkg", "--pack-destination", folder, "--loglevel=error"], { quiet: true });
  const [name] = readdirSync(folder);
  return join(folder, name);
}

/**
 * Installs the tarball in a folder of this repository, next to what is there.
 *
 * @param {string} tarball
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function installTarball(tarball, folder, env) {
  // Of one with the same version, npm may keep what it has.
  rmSync(join(root, folder, "node_modules/opik-attachments"), { recursive: true, force: true });
  const args = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", tarball];
  await run("npm", args, { cwd: join(root, folder), env, quiet: true });
}

/** Packs the npm package and installs the tarball in a folder of this repository. */
export async function installPackage(folder) {
  const temporary = mkdtempSync(join(tmpdir(), "opik-attachments-"));
  try {
    await installTarball(await packTarball(temporary), folder);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

// Packs the npm package, installs the tarball beside the tests as a user would and runs the tests: all, or those whose
// files are named.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fail, root, run } from "./lib/run.mjs";

const tests = join(root, "tests/package");

async function main() {
  const folder = mkdtempSync(join(tmpdir(), "opik-attachments-"));
  try {
    await run("npm", ["pack", "./pkg", "--pack-destination", folder, "--loglevel=error"], { quiet: true });
    const [tarball] = readdirSync(folder);
    rmSync(join(tests, "node_modules"), { recursive: true, force: true });
    await run("npm", ["install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", join(folder, tarball)], {
      cwd: tests,
      quiet: true,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
  const named = process.argv.slice(2);
  const files = named.length > 0 ? named : readdirSync(tests).filter((name) => /\.test\.[cm]js$/.test(name));
  await run(process.execPath, ["--test", "--test-reporter=spec", ...files.map((name) => join("tests/package", name))]);
}

main().catch(fail);

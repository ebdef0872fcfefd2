// Packs the npm package, installs the tarball beside the tests as a user would and runs the tests: all, or those whose
// files are named.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fail, root, run } from "./lib/run.mjs";
import { installTarball, packTarball } from "./lib/tarball.mjs";

const tests = join(root, "tests/package");

async function main() {
  const folder = mkdtempSync(join(tmpdir(), "opik-attachments-"));
  try {
    await installTarball(await packTarball(folder), "tests/package");
  } finally {
    rmSync(folder, { recursive: true });
  }
  const named = process.argv.slice(2);
  const files = named.length > 0 ? named : readdirSync(tests).filter((name) => /\.test\.[cm]js$/.test(name));
  await run(process.execPath, ["--test", "--test-reporter=spec", ...files.map((name) => join("tests/package", name))]);
}

main().catch(fail);

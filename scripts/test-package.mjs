// Packs the npm package, installs the tarball beside the tests as a user would and runs the tests: all, or those whose
// files are named.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fail, root, run } from "./lib/run.mjs";
import { installPackage } from "./lib/tarball.mjs";

const tests = join(root, "tests/package");

async function main() {
  await installPackage("tests/package");
  const named = process.argv.slice(2);
  const files = named.length > 0 ? named : readdirSync(tests).filter((name) => /\.test\.[cm]js$/.test(name));
  await run(process.execPath, ["--test", "--test-reporter=spec", ...files.map((name) => join("tests/package", name))]);
}

main().catch(fail);

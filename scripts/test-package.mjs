// Packs the npm package, installs the tarball beside the tests as a user would and runs the tests: all, or those whose
// files are named.
import { fail } from "./lib/run.mjs";
import { installPackage } from "./lib/tarball.mjs";
import { runTestFiles } from "./lib/test-files.mjs";

const tests = "tests/package";

async function main() {
  await installPackage(tests);
  await runTestFiles(tests, { named: process.argv.slice(2) });
}

main().catch(fail);

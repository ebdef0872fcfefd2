// npm run test:cli: packs the npm package, installs the tarball beside the tests as a user would, and runs its command
// line: all tests, or those whose files are named. Needs what npm start builds.
import { fail } from "./lib/run.mjs";
import { installPackage } from "./lib/tarball.mjs";
import { runTestFiles } from "./lib/test-files.mjs";
import { installPython } from "./lib/tools.mjs";

const tests = "tests/cli";

async function main() {
  await installPython();
  await installPackage(tests);
  await runTestFiles(tests, { named: process.argv.slice(2) });
}

main().catch(fail);

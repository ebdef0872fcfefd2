// npm run test:cli [-- FILTER...]: packs the npm package, installs the tarball in tests/cli as a user would, and tests its
// command line. A filter is a part of the name of a file or of a test.
import { fail } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";
import { installPackage } from "./lib/tarball.mjs";
import { runTestFiles } from "./lib/test-files.mjs";

const tests = "tests/cli";

async function main() {
  await setUp("test:cli");
  await installPackage(tests);
  await runTestFiles(tests, { filters: process.argv.slice(2) });
}

main().catch(fail);

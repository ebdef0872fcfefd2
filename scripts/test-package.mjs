// npm run test:package [-- FILTER...]: packs the npm package, installs the tarball in tests/package as a user would, and
// runs the tests there. A filter is a part of the name of a file or of a test.
import { fail } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";
import { installPackage } from "./lib/tarball.mjs";
import { runTestFiles } from "./lib/test-files.mjs";

const tests = "tests/package";

async function main() {
  await setUp("test:package");
  await installPackage(tests);
  await runTestFiles(tests, { filters: process.argv.slice(2) });
}

main().catch(fail);

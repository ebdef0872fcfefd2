// npm run test:examples [-- FILTER...]: every example does what it says, on the local server. A filter is a part of the
// name of a file or of a test.
import { fail } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";
import { runTestFiles } from "./lib/test-files.mjs";

async function main() {
  await setUp("test:examples");
  await runTestFiles("tests/examples", { filters: process.argv.slice(2) });
}

main().catch(fail);

// npm run test:sdk [-- FILTER...]: Opik's own SDKs on the local server, and beside the package. A filter is a part of the
// name of a file or of a test.
import { fail } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";
import { runTestFiles } from "./lib/test-files.mjs";

async function main() {
  await setUp("test:sdk");
  await runTestFiles("tests/sdk", { filters: process.argv.slice(2) });
}

main().catch(fail);

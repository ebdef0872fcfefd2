// npm run test:repository [-- FILTER...]: invariants of ARCHITECTURE.md, figures in the documents, the scripts, the release,
// and modules that are tested alone. A filter is a part of the name of a file or of a test.
import { fail } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";
import { runTestFiles } from "./lib/test-files.mjs";

async function main() {
  await setUp("test:repository");
  await runTestFiles("tests", { filters: process.argv.slice(2) });
}

main().catch(fail);

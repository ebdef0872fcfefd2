// npm run test:conformance: compares the local server's answers with those of a real Opik.
import { fail } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";
import { runTestFiles } from "./lib/test-files.mjs";

async function main() {
  await setUp("test:conformance");
  await runTestFiles("tests/conformance", { filters: process.argv.slice(2) });
}

main().catch(fail);

// npm run test:page [-- FILTER...]: builds the attachments page, checks its types and runs its tests in browsers. A filter
// is a part of the name of a file or of a test.
import { fail, run } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";
import { runTestFiles } from "./lib/test-files.mjs";

async function main() {
  await setUp("test:page");
  await run("node_modules/.bin/tsc", ["--project", "www/tsconfig.json"]);
  // They wait far more than they work.
  await runTestFiles("tests/page", { filters: process.argv.slice(2), concurrency: 3 });
}

main().catch(fail);

// Builds the attachments page, checks its types and runs its tests: all, or those whose files are named.
import { buildAll } from "./lib/build-all.mjs";
import { fail, run } from "./lib/run.mjs";
import { runTestFiles } from "./lib/test-files.mjs";

async function main() {
  await buildAll();
  await run("node_modules/.bin/tsc", ["--project", "www/tsconfig.json"]);
  // They wait far more than they work.
  await runTestFiles("tests/page", { named: process.argv.slice(2), concurrency: 3 });
}

main().catch(fail);

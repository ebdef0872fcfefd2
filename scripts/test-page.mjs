// Builds the attachments page, checks its types and runs its tests: all, or those whose files are named.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { buildAll } from "./lib/build-all.mjs";
import { fail, root, run } from "./lib/run.mjs";

async function main() {
  await buildAll();
  await run("node_modules/.bin/tsc", ["--project", "www/tsconfig.json"]);
  const named = process.argv.slice(2);
  const files =
    named.length > 0 ? named : readdirSync(join(root, "tests/page")).filter((name) => name.endsWith(".test.mjs"));
  // They wait far more than they work.
  await run(process.execPath, ["--test", "--test-concurrency=3", "--test-reporter=spec", ...files.map((name) => join("tests/page", name))]);
}

main().catch(fail);

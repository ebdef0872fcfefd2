// Checks the types of the attachments page and runs its tests on the built page: all, or those whose files are named.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fail, root, run } from "./lib/run.mjs";

async function main() {
  await run("node_modules/.bin/tsc", ["--project", "www/tsconfig.json"]);
  const named = process.argv.slice(2);
  const files =
    named.length > 0 ? named : readdirSync(join(root, "tests/page")).filter((name) => name.endsWith(".test.mjs"));
  await run(process.execPath, ["--test", "--test-reporter=spec", ...files.map((name) => join("tests/page", name))]);
}

main().catch(fail);

// npm run test:cli: packs the npm package, installs the tarball beside the tests as a user would, and runs its command
// line: all tests, or those whose files are named. Needs what npm start builds.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fail, root, run } from "./lib/run.mjs";
import { installPackage } from "./lib/tarball.mjs";
import { installPython } from "./lib/tools.mjs";

const tests = join(root, "tests/cli");

async function main() {
  await installPython();
  await installPackage("tests/cli");
  const named = process.argv.slice(2);
  const files = named.length > 0 ? named : readdirSync(tests).filter((name) => name.endsWith(".test.mjs"));
  await run(process.execPath, ["--test", "--test-reporter=spec", ...files.map((name) => join("tests/cli", name))]);
}

main().catch(fail);

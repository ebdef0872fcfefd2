// Packs the npm package, installs the tarball beside the tests as a user would, checks its types and runs the tests: all,
// or those whose files are named.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { installPackage } from "./lib/install-package.mjs";
import { fail, root, run } from "./lib/run.mjs";

const tests = join(root, "tests/package");

async function main() {
  await installPackage(tests);
  await run("node_modules/.bin/tsc", ["--project", "tests/package/tsconfig.json"]);
  const named = process.argv.slice(2);
  const files = named.length > 0 ? named : readdirSync(tests).filter((name) => /\.test\.[cm]js$/.test(name));
  await run(process.execPath, ["--test", "--test-reporter=spec", ...files.map((name) => join("tests/package", name))]);
}

main().catch(fail);

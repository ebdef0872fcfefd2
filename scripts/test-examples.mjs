// npm run test:examples: every example does what it says, on the local server. Needs what scripts/test.mjs installs and
// builds.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fail, root, run } from "./lib/run.mjs";

const folder = "tests/examples";
const files = readdirSync(join(root, folder)).filter((name) => name.endsWith(".test.mjs"));
run(process.execPath, ["--test", "--test-reporter=spec", ...files.map((name) => join(folder, name))]).catch(fail);

// npm run test:examples: every example does what it says, on the local server. Needs what scripts/test.mjs installs and
// builds.
import { fail } from "./lib/run.mjs";
import { runTestFiles } from "./lib/test-files.mjs";

runTestFiles("tests/examples").catch(fail);

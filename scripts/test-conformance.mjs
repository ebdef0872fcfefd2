// npm run test:conformance: builds the local server and compares its answers with those of a real Opik.
import { fail, run } from "./lib/run.mjs";
import { runTestFiles } from "./lib/test-files.mjs";

async function main() {
  await run("cargo", ["build", "--quiet", "--locked", "-p", "opik-attachments-server"]);
  await runTestFiles("tests/conformance");
}

main().catch(fail);

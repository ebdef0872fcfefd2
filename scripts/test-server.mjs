// npm run test:server [-- FILTER]: the tests of the local server. FILTER is a part of the path of a test, as `cargo test`
// takes it.
import { fail, run } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";

async function main() {
  await setUp("test:server");
  await run("cargo", ["test", "--quiet", "--locked", "--package", "opik-attachments-server", ...process.argv.slice(2)]);
}

main().catch(fail);

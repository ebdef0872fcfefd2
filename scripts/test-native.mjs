// npm run test:native [-- FILTER]: the crate's tests on this machine, without a browser or a server. FILTER is a part of
// the path of a test, as `cargo test` takes it.
import { fail, run } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";

async function main() {
  await setUp("test:native");
  await run("cargo", ["test", "--quiet", "--locked", "--package", "opik-attachments", ...process.argv.slice(2)]);
}

main().catch(fail);

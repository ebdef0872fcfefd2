// npm run format: formats Rust by rustfmt, and by Biome the JavaScript and TypeScript files that differ from main. Older
// files keep their line breaks until somebody changes them.
import { fail, run } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";

async function main() {
  await setUp("format");
  await run("cargo", ["fmt", "--all"]);
  await run("node_modules/.bin/biome", ["format", "--write", "--changed", "--no-errors-on-unmatched"]);
}

main().catch(fail);

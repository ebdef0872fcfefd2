// npm run format: formats Rust by rustfmt, and JavaScript and TypeScript by Biome.
import { fail, run } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";

async function main() {
  await setUp("format");
  await run("cargo", ["fmt", "--all"]);
  await run("node_modules/.bin/biome", ["format", "--write", "."]);
}

main().catch(fail);

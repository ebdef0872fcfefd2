// npm run lint: lints of JavaScript and TypeScript by Biome, and types of JavaScript by tsc. Types of the page are checked
// by npm run test:page, and those of the package by npm run test:package.
import { fail, run } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";

async function main() {
  // The loaders import what is built.
  await setUp("lint");
  await run("node_modules/.bin/biome", ["lint", "--error-on-warnings", "."]);
  await run("node_modules/.bin/tsc", ["--project", "tsconfig.check.json"]);
}

main().catch(fail);

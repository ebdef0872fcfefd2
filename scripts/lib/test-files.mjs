// Runs the test files of a folder with Node's own test runner.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./run.mjs";

/** All of the folder, or those that are `named`; so many at once as Node thinks fit, unless `concurrency` says it. */
export function runTestFiles(folder, { named = [], concurrency } = {}) {
  const all = () => readdirSync(join(root, folder)).filter((name) => /\.test\.[cm]js$/.test(name));
  const files = (named.length > 0 ? named : all()).map((name) => join(folder, name));
  const atOnce = concurrency === undefined ? [] : [`--test-concurrency=${concurrency}`];
  return run(process.execPath, ["--test", ...atOnce, "--test-reporter=spec", ...files]);
}

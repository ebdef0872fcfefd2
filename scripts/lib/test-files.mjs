// Runs the test files of a folder with Node's own test runner.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, run } from "./run.mjs";

/**
 * Runs all tests of a folder, or those that the `filters` select: a part of a file's name, else a part of a test's name.
 * Options of `node --test` are passed on. `concurrency` is the number of files at once, which Node chooses by default.
 *
 * @param {string} folder
 * @param {{ filters?: string[], concurrency?: number }} [options]
 */
export function runTestFiles(folder, { filters = [], concurrency } = {}) {
  const all = readdirSync(join(root, folder)).filter((name) => /\.test\.[cm]js$/.test(name));
  const options = concurrency === undefined ? [] : [`--test-concurrency=${concurrency}`];
  const wanted = new Set();
  for (const filter of filters) {
    if (filter.startsWith("--")) {
      options.push(filter);
      continue;
    }
    const named = all.filter((name) => name.includes(filter));
    const containing = all.filter((name) => readFileSync(join(root, folder, name), "utf8").includes(filter));
    if (named.length === 0) options.push(`--test-name-pattern=${escaped(filter)}`);
    const files = named.length > 0 ? named : containing;
    if (files.length === 0) throw new Error(`no file of ${folder} is called or contains "${filter}": ${all.join(", ")}`);
    for (const name of files) wanted.add(name);
  }
  const files = (wanted.size > 0 ? [...wanted] : all).map((name) => join(folder, name));
  return run(process.execPath, ["--test", ...options, "--test-reporter=spec", ...files]);
}

/**
 * Imports a module of tests/. What the suite needs must be set up. Its types are not checked with those of the scripts.
 *
 * @param {string} path
 * @returns {Promise<any>}
 */
export const importTest = (path) => import(pathToFileURL(join(root, "tests", path)).href);

const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

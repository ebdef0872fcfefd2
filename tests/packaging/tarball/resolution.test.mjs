// Checks that every way of resolving the package finds its code and its types: by package linters, and by TypeScript.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { root, run } from "../../../scripts/lib/run.mjs";
import { finish, program } from "../support/processes.mjs";

const tarball = process.env.OPIK_ATTACHMENTS_TARBALL;
if (!tarball) throw new Error("OPIK_ATTACHMENTS_TARBALL is not set: scripts/test-packaging.mjs sets it");

test("publint has nothing to say", () => run(program("publint"), ["run", "--strict", tarball], { quiet: true }));

const attw = (...args) => run(program("attw"), [tarball, "--no-definitely-typed", ...args], { quiet: true });

test("the types are right for import and for require", () => attw("--exclude-entrypoints", "slim"));

test("the types of the slim entry, an ES module only, are right for import", () =>
  attw("--entrypoints", "slim", "--profile", "esm-only"));

const types = (name) => join(import.meta.dirname, "types", name);
const compilations = [
  ["node16", "node16", "esm.mts", "cjs.cts"],
  ["nodenext", "nodenext", "esm.mts", "cjs.cts"],
  ["esnext", "bundler", "esm.mts"],
  ["preserve", "bundler", "esm.mts", "cjs.cts"],
];
for (const [module, resolution, ...names] of compilations) {
  test(`tsc compiles ${names.join(" and ")} as ${module}, resolved as ${resolution}`, async () => {
    const language = ["--strict", "--target", "es2022", "--lib", "es2022,dom,dom.iterable", "--types", ""];
    const how = ["--noEmit", "--listFiles", "--module", module, "--moduleResolution", resolution];
    const tsc = join(root, "node_modules/.bin/tsc");
    const { out } = await finish(tsc, [...how, ...language, ...names.map(types)], { folder: "tarball" });
    // For types that the tarball lacks, tsc would look further up and find those of this repository.
    assert.deepEqual(out.split("\n").filter((path) => path.startsWith(join(root, "pkg"))), []);
  });
}

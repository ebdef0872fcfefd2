// Compiles the type tests in types/ with the installed package, as a user's project is compiled: strictly, including the
// package's declarations, by the newest TypeScript, by the last one that was written in JavaScript, and by the oldest one
// that is supported. The newest and the oldest one also compile the README's samples.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const projects = {
  browser: "a page, without the types of Node",
  node: "Node, without the types of browsers",
  bundler: "a bundler",
  opik: "a program with Opik's own SDK",
};
const oldest = "TypeScript 5.0";
const compilers = {
  "TypeScript 7": { compiler: path("../../node_modules/typescript/bin/tsc"), projectOf: (name) => name },
  "TypeScript 5": { compiler: path("types/node_modules/typescript/bin/tsc"), projectOf: (name) => name },
  // It does not know that streams in a page are iterable.
  [oldest]: {
    compiler: path("types/node_modules/typescript-oldest/bin/tsc"),
    projectOf: (name) => (["browser", "bundler"].includes(name) ? `${name}-5.0` : name),
  },
};

function run(compiler, ...args) {
  const child = spawn(process.execPath, [compiler, ...args]);
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (printed += text));
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, printed })));
}

const readme = await readFile(path("../../README.md"), "utf8");
const samples = [...readme.matchAll(/^```[jt]s\n(.*?)^```/gms)].map(([, code]) => code);
const projectOfSample = (code) => (code.includes('from "opik"') ? "opik" : code.includes("document.") ? "browser" : "node");

test("the README names the oldest TypeScript that is tested, and has samples for pages, for Node and with Opik's SDK", async () => {
  assert.ok(readme.includes(`${oldest} or later`));
  const { printed } = await run(compilers[oldest].compiler, "--version");
  assert.match(printed, /^Version 5\.0\./);
  assert.deepEqual([...new Set(samples.map(projectOfSample))].sort(), ["browser", "node", "opik"]);
});

for (const [version, { compiler, projectOf }] of Object.entries(compilers)) {
  describe(version, () => {
    for (const [project, what] of Object.entries(projects)) {
      test(`the types in ${what}`, async () => {
        const { status, printed } = await run(compiler, "--project", path(`types/${projectOf(project)}.tsconfig.json`));
        assert.equal(status, 0, printed);
      });
    }

    if (version === "TypeScript 5") return;
    for (const project of new Set(samples.map(projectOfSample))) {
      test(`the README's samples for ${projects[project]}`, async () => {
        const folder = await mkdtemp(path("types/.samples-"));
        try {
          for (const [index, code] of samples.entries())
            if (projectOfSample(code) === project) await writeFile(join(folder, `sample${index + 1}.mts`), code);
          const config = { extends: `../${projectOf(project)}.tsconfig.json`, include: ["*.mts"], exclude: [] };
          await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
          const { status, printed } = await run(compiler, "--project", folder);
          assert.equal(status, 0, printed);
        } finally {
          await rm(folder, { recursive: true });
        }
      });
    }
  });
}

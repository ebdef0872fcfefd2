// The type tests in types/, compiled with the installed package as a user's project would be: strictly, also the
// package's declarations themselves, by the newest TypeScript and by the last one that was written in JavaScript.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const compilers = {
  "TypeScript 7": path("../../node_modules/typescript/bin/tsc"),
  "TypeScript 5": path("types/node_modules/typescript/bin/tsc"),
};
const projects = {
  browser: "a page, without the types of Node",
  node: "Node, without the types of browsers",
  bundler: "a bundler",
  opik: "a program with Opik's own SDK",
};

function compile(compiler, project) {
  const child = spawn(process.execPath, [compiler, "--project", path(`types/${project}.tsconfig.json`)]);
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (printed += text));
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, printed })));
}

for (const [version, compiler] of Object.entries(compilers)) {
  describe(version, () => {
    for (const [project, what] of Object.entries(projects)) {
      test(`the types in ${what}`, async () => {
        const { status, printed } = await compile(compiler, project);
        assert.equal(status, 0, printed);
      });
    }
  });
}

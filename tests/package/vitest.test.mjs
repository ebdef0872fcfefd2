// The installed package under vitest, in jsdom and happy-dom, as its users test their pages: with this Node, and with the
// newest one, whose fetch is stricter about polyfills of its classes.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { newNode } from "../../scripts/lib/new-node.mjs";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";

const folder = fileURLToPath(new URL("vitest", import.meta.url));
const servers = {};
before(async () => {
  for (const mode of ["direct", "store"]) servers[mode] = await startServer({ mode, cors: true });
});
after(() => Promise.all(Object.values(servers).map((server) => server.stop())));

/** Runs one project of vitest, and resolves to its status and its output. */
function vitest(node, project) {
  const urls = Object.fromEntries(Object.entries(servers).map(([mode, { apiUrl }]) => [mode, apiUrl]));
  const env = { ...process.env, TEST_SERVERS: JSON.stringify(urls), TEST_ID: uuidV7(), NO_COLOR: "1" };
  // Set by the test runner that runs this file.
  delete env.NODE_TEST_CONTEXT;
  const args = ["node_modules/vitest/vitest.mjs", "run", "--project", project];
  const child = spawn(node, args, { cwd: folder, env });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (printed += text));
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, printed })));
}

for (const [version, node] of Object.entries({ "this Node": process.execPath, "the newest Node": newNode })) {
  for (const project of ["jsdom", "happy-dom", "as-in-browsers"]) {
    test(`a page's tests: ${project}, on ${version}`, async () => {
      const { status, printed } = await vitest(node, project);
      assert.equal(status, 0, printed);
      assert.match(printed, /\b26 passed\b/);
    });
  }
}

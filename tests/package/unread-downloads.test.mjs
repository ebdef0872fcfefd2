// Downloads that nobody reads do not keep a program from exiting, and one whose stream is garbage-collected frees its
// connection. In Node, Deno and Bun, each test in a new process.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { root } from "../../scripts/lib/run.mjs";
import { runtimes } from "../../scripts/lib/new-node.mjs";

const installed = (path) => join(root, runtimes, "node_modules", path);
const program = fileURLToPath(new URL("programs/unread-downloads.mjs", import.meta.url));
const entry = import.meta.resolve("opik-attachments");
const engines = [
  ...["20", "22", "24"].map((major) => [`Node ${major}`, installed(`node${major}/bin/node`), "--expose-gc"]),
  ["Deno", installed(".bin/deno"), "run", "--allow-all", "--v8-flags=--expose-gc"],
  ["Bun", installed(".bin/bun")],
];

/** Starts a stub of Opik with two files: a small one, and one that never ends. */
async function startStub() {
  let closed = false;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://x");
    const json = (value) => response.setHeader("Content-Type", "application/json").end(JSON.stringify(value));
    if (pathname.endsWith("/retrieve")) return json({ id: "0190babc-62a0-71d2-832a-0feffa4676eb" });
    if (pathname.endsWith("/closed")) return response.end(String(closed));
    if (pathname.endsWith("/list")) {
      const row = (name, size) => ({ file_name: name, file_size: size, mime_type: "x/y", link: `${url}/${name}` });
      return json({ total: 2, content: [row("small", 5), row("endless", 2 ** 40)] });
    }
    if (pathname.endsWith("/small")) return response.end("small");
    response.on("close", () => (closed = true));
    const more = () => void (!response.destroyed && response.write(Buffer.alloc(65536), () => setTimeout(more, 5)));
    more();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;
  // The server outlives the tests.
  const reset = () => (closed = false);
  return { apiUrl: `${url}/api`, reset, stop: () => (server.closeAllConnections(), server.close()) };
}

let stub;
before(async () => {
  stub = await startStub();
});
after(() => stub.stop());

for (const [engine, command, ...args] of engines) {
  describe(engine, () => {
    for (const name of ["unread", "read once", "dropped"]) {
      test(name, { timeout: 120_000 }, async (t) => {
        stub.reset();
        const child = spawn(command, [...args, program, entry, stub.apiUrl, name], { env: { ...process.env, DENO_NO_UPDATE_CHECK: "1" } });
        // Kills a program that does not exit.
        t.signal.addEventListener("abort", () => child.kill("SIGKILL"));
        let said = "";
        for (const output of [child.stdout, child.stderr]) output.setEncoding("utf8").on("data", (text) => (said += text));
        const [status, signal] = await once(child, "close");
        assert.deepEqual({ status, signal, said }, { status: 0, signal: null, said: "done\n" });
      });
    }
  });
}

// Downloads that nobody reads: they do not keep a program from ending, and one whose stream was dropped frees its
// connection. In Node, Deno and Bun, each a process of its own.
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
const job = fileURLToPath(new URL("programs/unread-downloads.mjs", import.meta.url));
const entry = import.meta.resolve("opik-attachments");
const places = [
  ...["20", "22", "24"].map((major) => [`Node ${major}`, installed(`node${major}/bin/node`), "--expose-gc"]),
  ["Deno", installed(".bin/deno"), "run", "--allow-all", "--v8-flags=--expose-gc"],
  ["Bun", installed(".bin/bun")],
];

/** An Opik with two files: one that is small, and one whose bytes come for ever. */
async function startStandIn() {
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
  // Each request finds what this one has left.
  const reset = () => (closed = false);
  return { apiUrl: `${url}/api`, reset, stop: () => (server.closeAllConnections(), server.close()) };
}

let standIn;
before(async () => {
  standIn = await startStandIn();
});
after(() => standIn.stop());

for (const [name, command, ...args] of places) {
  describe(name, () => {
    for (const what of ["unread", "read once", "dropped"]) {
      test(what, { timeout: 120_000 }, async (t) => {
        standIn.reset();
        const child = spawn(command, [...args, job, entry, standIn.apiUrl, what], { env: { ...process.env, DENO_NO_UPDATE_CHECK: "1" } });
        // One that does not end by itself is ended with the test.
        t.signal.addEventListener("abort", () => child.kill("SIGKILL"));
        let said = "";
        for (const output of [child.stdout, child.stderr]) output.setEncoding("utf8").on("data", (text) => (said += text));
        const [status, signal] = await once(child, "close");
        assert.deepEqual({ status, signal, said }, { status: 0, signal: null, said: "done\n" });
      });
    }
  });
}

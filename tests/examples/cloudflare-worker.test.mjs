// examples/cloudflare-worker in workerd, bundled as wrangler does it and configured by its wrangler.toml.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AttachmentClient } from "opik-attachments";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { root } from "../../scripts/lib/run.mjs";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";

const example = join(root, "examples/cloudflare-worker");
const settings = await readFile(join(example, "wrangler.toml"), "utf8");
const setting = (name) => new RegExp(`^${name} = "(.*)"$`, "m").exec(settings)[1];
const token = "token-of-those-who-may-upload";
const key = "a-key-of-opik";

/** Keeps WebAssembly modules as separate files, which workerd compiles before it runs anything. */
async function bundled() {
  const modules = new Map();
  const keepModules = {
    name: "keep-modules",
    setup(build) {
      build.onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
        modules.set("module.wasm", join(resolveDir, path));
        return { path: "./module.wasm", external: true };
      });
    },
  };
  const { outputFiles } = await build({
    entryPoints: [join(example, setting("main"))],
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    platform: "browser",
    target: "es2022",
    plugins: [keepModules],
    write: false,
  });
  assert.deepEqual([...modules.keys()], ["module.wasm"], "the bundle uses the package's entry for workerd");
  return [
    { type: "ESModule", path: "worker.js", contents: outputFiles[0].text },
    { type: "CompiledWasm", path: "module.wasm", contents: await readFile(modules.get("module.wasm")) },
  ];
}

let server;
let worker;
let url;
let options;
before(async () => {
  server = await startServer({ mode: "store", switches: ["--auth", key] });
  const vars = Object.fromEntries(["OPIK_WORKSPACE", "OPIK_PROJECT_NAME"].map((name) => [name, setting(name)]));
  options = {
    modules: await bundled(),
    compatibilityDate: setting("compatibility_date"),
    bindings: { ...vars, OPIK_URL_OVERRIDE: server.apiUrl, OPIK_API_KEY: key, UPLOAD_TOKEN: token },
    host: "127.0.0.1",
    cf: false,
  };
  worker = new Miniflare(options);
  url = await worker.ready;
});
after(async () => {
  await worker?.dispose();
  await server?.stop();
});

const ask = (path, { headers, ...rest } = {}) =>
  fetch(new URL(path, url), { ...rest, headers: { authorization: `Bearer ${token}`, ...headers } });

test("a posted file is attached to the trace and listed", async () => {
  const target = { entityType: "trace", entityId: uuidV7() };
  const body = randomBytes(9 * 2 ** 20);
  const headers = { "content-type": "application/x-report" };
  const posted = await ask(`/${target.entityId}/${encodeURIComponent("é & report.pdf")}`, {
    method: "POST",
    headers,
    body,
  });
  assert.equal(posted.status, 201);
  const row = { fileName: "é & report.pdf", fileSize: body.length, mimeType: "application/x-report" };
  assert.deepEqual(await posted.json(), { ...row, status: "uploaded" });

  const listed = await ask(`/${target.entityId}`);
  assert.deepEqual(await listed.json(), [{ ...row, previewable: false }]);
  const client = new AttachmentClient({ apiUrl: server.apiUrl, apiKey: key });
  const stream = await client.downloadAttachment({ ...target, fileName: row.fileName });
  assert.deepEqual(Buffer.from(await new Response(stream).arrayBuffer()), body);
});

test("concurrent requests do not interfere", async () => {
  const ids = Array.from({ length: 10 }, uuidV7);
  const sizes = await Promise.all(
    ids.map(async (id, index) => {
      await ask(`/${id}/a.txt`, { method: "POST", body: "x".repeat(index) });
      const [{ fileSize }] = await (await ask(`/${id}`)).json();
      return fileSize;
    }),
  );
  assert.deepEqual(sizes, [...ids.keys()]);
});

test("requests without the token are refused, and mistakes are explained", async () => {
  const id = uuidV7();
  for (const authorization of ["", "Bearer", "Bearer undefined", key]) {
    assert.equal((await ask(`/${id}`, { headers: { authorization } })).status, 401);
  }
  const wrong = await ask("/no-uuid");
  assert.equal(wrong.status, 400);
  assert.equal((await wrong.json()).code, "INVALID_ARGUMENT");
  assert.equal((await ask("/a/b/c")).status, 404);
  assert.equal((await ask(`/${id}`, { method: "POST", body: "x" })).status, 404);
});

// Opik answers 404 for a project to a key that it does not know.
test("the error for a key that Opik does not know names the key as a reason, and does not show it", async () => {
  const withWrongKey = new Miniflare({ ...options, bindings: { ...options.bindings, OPIK_API_KEY: "wrong-key" } });
  try {
    const headers = { authorization: `Bearer ${token}` };
    const refused = await fetch(new URL(`/${uuidV7()}`, await withWrongKey.ready), { headers });
    const text = await refused.text();
    const { code, hint } = JSON.parse(text);
    assert.deepEqual([refused.status, code], [502, "PROJECT_NOT_FOUND"]);
    assert.match(hint, /API key/);
    assert.ok(!text.includes("wrong-key"));
  } finally {
    await withWrongKey.dispose();
  }
});

// Runs the README's snippet with Opik's SDK. The local server answers 404 to its traces, which the SDK logs.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { startServer } from "../../scripts/lib/server.mjs";

const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
const withSdk = [...readme.matchAll(/^```js\n(.*?)^```/gms)]
  .map(([, code]) => code)
  .filter((code) => code.includes('from "opik"'));

let server;
let folder;
before(async () => {
  server = await startServer({ mode: "store", admin: true });
  // In the folder of the installed SDK, so that the snippet imports it by its name.
  folder = await mkdtemp(join(import.meta.dirname, ".readme-"));
  await writeFile(join(folder, "report.pdf"), "pdf");
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

test("the snippet attaches a file to a trace", { timeout: 60_000 }, async () => {
  assert.equal(withSdk.length, 1);
  await writeFile(join(folder, "snippet.mjs"), withSdk[0]);
  const env = { PATH: process.env.PATH, HOME: folder, OPIK_URL_OVERRIDE: server.apiUrl, OPIK_SENTRY_ENABLE: "false" };
  const { stdout } = await promisify(execFile)(process.execPath, ["snippet.mjs"], { cwd: folder, env });
  assert.match(stdout, /fileName: 'report\.pdf',\n\s+fileSize: 3,\n\s+mimeType: 'application\/pdf'/);

  const { rows } = await server.state();
  assert.deepEqual(
    rows.map(({ project, entity_type, file_name }) => [project, entity_type, file_name]),
    [["demo", "trace", "report.pdf"]],
  );
  const paths = (await server.requests()).map(({ path }) => path);
  assert.ok(paths.includes("/api/v1/private/traces/batch"), "the SDK has sent its trace");
});

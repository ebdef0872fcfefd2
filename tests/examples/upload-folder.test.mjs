// examples/upload-folder.mjs: the uploaded files, the output, and the exit status.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { AttachmentClient } from "opik-attachments";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";
import { runExample } from "./run-example.mjs";

const projectName = "a folder";
const large = randomBytes(9 * 2 ** 20);

let folder;
let server;
let client;
const runs = (...args) =>
  runExample("upload-folder.mjs", args, { OPIK_URL_OVERRIDE: server.apiUrl, OPIK_PROJECT_NAME: projectName });

before(async () => {
  server = await startServer({ mode: "store", admin: true });
  client = new AttachmentClient({ apiUrl: server.apiUrl, projectName });
  folder = await mkdtemp(join(tmpdir(), "opik-attachments-"));
  await mkdir(join(folder, "run 1/plots"), { recursive: true });
  await mkdir(join(folder, "empty"));
  await writeFile(join(folder, "README.md"), "# Run");
  await writeFile(join(folder, "run 1/plots/loss.png"), "png");
  await writeFile(join(folder, "run 1/weights.bin"), large);
  await symlink("/etc", join(folder, "elsewhere"));
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});
afterEach(() => server.faults.clear());

test("every file below the folder is uploaded under its path, with progress", async () => {
  const target = { entityType: "trace", entityId: uuidV7() };
  const { status, stdout, stderr } = await runs(folder, target.entityId);
  assert.equal(
    stdout,
    [
      "✓ README.md, 5 bytes, text/markdown",
      "✓ run 1/plots/loss.png, 3 bytes, image/png",
      `✓ run 1/weights.bin, ${large.length} bytes, application/octet-stream`,
      "3 uploaded, 0 failed\n",
    ].join("\n"),
    stderr,
  );
  assert.equal(status, 0);
  const total = large.length + 8;
  assert.match(stderr, new RegExp(`^100 %  ${total} of ${total} bytes  `, "m"));

  const listed = await client.getAttachmentList(target);
  assert.deepEqual(listed.map(({ fileName }) => fileName).sort(), [
    "README.md",
    "run 1/plots/loss.png",
    "run 1/weights.bin",
  ]);
  const stream = await client.downloadAttachment({ ...target, fileName: "run 1/weights.bin" });
  assert.deepEqual(Buffer.from(await new Response(stream).arrayBuffer()), large);
});

test("a file that fails does not stop the others, and shows in the exit status", async () => {
  const [rule] = await server.faults.add({ path: "*loss.png", action: { type: "status", status: 400, body: "no" } });
  const { status, stdout, stderr } = await runs(folder, uuidV7());
  assert.match(stdout, /^✗ run 1\/plots\/loss\.png: .*400.*\(API_ERROR\)/m, stderr);
  assert.match(stdout, /^2 uploaded, 1 failed$/m);
  assert.equal(status, 1);
  assert.equal((await server.faults.list()).find(({ id }) => id === rule).acted, 1);
});

test("wrong arguments are explained", async () => {
  const [noArguments, missingFolder, wrongTrace] = await Promise.all([
    runs(),
    runs(join(folder, "missingFolder"), uuidV7()),
    runs(folder, "no-uuid"),
  ]);
  assert.deepEqual([noArguments.status, missingFolder.status, wrongTrace.status], [2, 1, 1]);
  assert.match(noArguments.stderr, /^Usage: /);
  assert.match(missingFolder.stderr, /^✗ ENOENT: .*missingFolder'/);
  assert.match(wrongTrace.stderr, /^✗ entityId: expected a UUID .*\(INVALID_ARGUMENT\)/);
});

// examples/download-to-disk.mjs replaces a file by a complete one or not at all, and never holds it in memory.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AttachmentClient } from "opik-attachments";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";
import { runExample } from "./run-example.mjs";

const mib = 2 ** 20;
const small = randomBytes(100_000);
/** A module that prints the peak memory of a program when it exits. */
const printPeakMemory = `data:text/javascript,process.on("exit",()=>console.error("peak",process.resourceUsage().maxRSS))`;
const traceId = uuidV7();
const target = { entityType: "trace", entityId: traceId };

let folder;
let server;
const runs = (args, nodeOptions) =>
  runExample("download-to-disk.mjs", args, { OPIK_URL_OVERRIDE: server.apiUrl }, nodeOptions);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "opik-attachments-"));
  server = await startServer({ mode: "direct", admin: true });
  const client = new AttachmentClient({ apiUrl: server.apiUrl });
  await client.uploadAttachment({ ...target, file: small, fileName: "small.bin" });
  const filePath = join(folder, "sparse");
  await writeFile(filePath, "");
  await truncate(filePath, 300 * mib);
  await client.uploadAttachment({ ...target, filePath });
  await rm(filePath);
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

test("the bytes arrive, with progress", async () => {
  const path = join(folder, "copy.bin");
  const { status, stdout, stderr } = await runs([traceId, "small.bin", path]);
  assert.deepEqual({ status, stdout }, { status: 0, stdout: `✓ ${path}\n` }, stderr);
  assert.match(stderr, /^100000 of 100000 bytes$/m);
  assert.deepEqual(await readFile(path), small);
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.endsWith(".part")),
    [],
  );
});

test("a download of 300 MiB needs much less memory", async () => {
  const path = join(folder, "large.bin");
  const { status, stderr } = await runs([traceId, "sparse", path], ["--import", printPeakMemory]);
  assert.equal(status, 0, stderr);
  assert.equal((await stat(path)).size, 300 * mib);
  const peak = Number(/^peak (\d+)$/m.exec(stderr)[1]) / 1024;
  assert.ok(peak < 200, `${peak} MiB`);
});

test("a failure leaves the disk unchanged, and is explained", async () => {
  // Every answer is truncated, until no attempts are left.
  await server.faults.add({ path: "*/download", action: { type: "truncate", bytes: 1000, length: "cut" } });
  const path = join(folder, "half.bin");
  await writeFile(path, "of yesterday");
  const cut = await runs([traceId, "small.bin", path]);
  await server.faults.clear();
  const [missing, none] = await Promise.all([runs([traceId, "smal.bin", path]), runs([])]);
  assert.deepEqual([cut.status, missing.status, none.status], [1, 1, 2]);
  assert.match(cut.stderr, /^✗ .*\(CORRUPTED\)/m);
  assert.match(missing.stderr, /^✗ .*\(ATTACHMENT_NOT_FOUND\) Closest names: small\.bin$/m);
  assert.match(none.stderr, /^Usage: /);
  assert.equal(await readFile(path, "utf8"), "of yesterday");
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.endsWith(".part")),
    [],
  );
});

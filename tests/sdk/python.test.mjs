// Opik's Python SDK against the local server: our package downloads what the SDK uploads, and the reverse.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { AttachmentClient } from "opik-attachments";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";

const script = fileURLToPath(new URL("python_sdk.py", import.meta.url));
const python = process.env.OPIK_PYTHON_SDK;
assert.ok(python, "OPIK_PYTHON_SDK must name a Python that has the SDK; npm test sets it");

const mib = 1024 * 1024;
const projectName = "python and we";
// Without `%HH`: the SDK uses the server's link, in which such a name denotes another file.
const oddNames = ["with space.txt", "accents é ü ñ.txt", "a&b+c?d.txt", "emoji 🎈.txt", `${"x".repeat(196)}.txt`];
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Starts a process with the SDK, which takes requests as lines of JSON. */
function startSdk(apiUrl, home) {
  const child = spawn(python, [script], {
    // Keeps the SDK from reporting errors and usage to its makers.
    env: { PATH: process.env.PATH, HOME: home, OPIK_URL_OVERRIDE: `${apiUrl}/`, OPIK_SENTRY_ENABLE: "false", OPIK_ANALYTICS_ENABLE: "false" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr = (stderr + text).slice(-4000)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(command, request) {
      child.stdin.write(`${JSON.stringify({ command, ...request })}\n`);
      const { value, done } = await lines.next();
      assert.ok(!done, `the SDK ended: ${stderr}`);
      const { result, error } = JSON.parse(value);
      assert.equal(error, undefined);
      return result;
    },
    async stop() {
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.stdin.end();
      await ended;
    },
  };
}

for (const mode of ["direct", "store"]) {
  describe(`${mode} mode`, () => {
    let server;
    let folder;
    let sdk;
    let client;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "opik-attachments-"));
      server = await startServer({ mode });
      sdk = startSdk(server.apiUrl, folder);
      client = new AttachmentClient({ apiUrl: server.apiUrl, projectName });
    });
    after(async () => {
      await sdk?.stop();
      await server?.stop();
      await rm(folder, { recursive: true });
    });

    const newTarget = (entityType = "trace") => {
      const entityId = uuidV7();
      return {
        ours: { entityType, entityId },
        theirs: { project_name: projectName, entity_type: entityType, entity_id: entityId },
      };
    };
    const fileOf = async (name, bytes) => {
      const path = join(folder, name);
      await writeFile(path, bytes);
      return path;
    };

    test("all operations of the SDK work on the local server", async () => {
      const { theirs: target } = newTarget();
      const files = { "hello.txt": Buffer.from("fourteen bytes"), "large.bin": randomBytes(12 * mib) };
      for (const [name, bytes] of Object.entries(files)) {
        await sdk.ask("upload", { target, path: await fileOf(name, bytes), file_name: null });
      }
      assert.deepEqual(await sdk.ask("list", { target }), [
        { fileName: "large.bin", fileSize: 12 * mib, mimeType: "application/octet-stream" },
        { fileName: "hello.txt", fileSize: 14, mimeType: "text/plain" },
      ]);
      for (const [name, bytes] of Object.entries(files)) {
        const path = join(folder, "back");
        const mimeType = name.endsWith(".txt") ? "text/plain" : "application/octet-stream";
        await sdk.ask("download", { target, file_name: name, mime_type: mimeType, path });
        assert.equal(hash(await readFile(path)), hash(bytes));
      }
    });

    test("our package lists and downloads what the SDK uploads", async () => {
      const { ours, theirs: target } = newTarget("span");
      const sent = new Map();
      for (const name of oddNames) {
        sent.set(name, randomBytes(1000));
        await sdk.ask("upload", { target, path: await fileOf("upload", sent.get(name)), file_name: name });
      }
      const list = await client.getAttachmentList(ours);
      assert.deepEqual(list.map(({ fileName }) => fileName).sort(), [...oddNames].sort());
      for (const attachment of list) {
        const stream = await client.downloadAttachment({ ...ours, ...attachment });
        const bytes = Buffer.from(await new Response(stream).arrayBuffer());
        assert.equal(hash(bytes), hash(sent.get(attachment.fileName)), attachment.fileName);
      }
    });

    test("the SDK lists and downloads what our package uploads", async () => {
      const { ours, theirs: target } = newTarget("span");
      const sent = new Map();
      for (const fileName of [...oddNames, "large.bin"]) {
        sent.set(fileName, randomBytes(fileName === "large.bin" ? 12 * mib : 1000));
        await client.uploadAttachment({ ...ours, file: sent.get(fileName), fileName });
      }
      const list = await sdk.ask("list", { target });
      assert.deepEqual(list.map(({ fileName }) => fileName).sort(), [...sent.keys()].sort());
      for (const { fileName, mimeType, fileSize } of list) {
        assert.equal(fileSize, sent.get(fileName).length);
        const path = join(folder, "back");
        await sdk.ask("download", { target, file_name: fileName, mime_type: mimeType, path });
        assert.equal(hash(await readFile(path)), hash(sent.get(fileName)), fileName);
      }
    });
  });
}

// Files given by path, or as a Blob over a file, that are large, special, or change during the upload: in every runtime.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { runtimes } from "../../scripts/lib/new-node.mjs";
import { root } from "../../scripts/lib/run.mjs";
import { startServer } from "../../scripts/lib/server.mjs";

const exec = promisify(execFile);
const mib = 2 ** 20;
const installed = (path) => join(root, runtimes, "node_modules", path);
const engines = {
  "Node 20": [installed("node20/bin/node")],
  "Node 22": [installed("node22/bin/node")],
  "Node 24": [installed("node24/bin/node")],
  Deno: [installed(".bin/deno"), "run", "--allow-all"],
  Bun: [installed(".bin/bun")],
};

/** Long enough to end only what hangs. */
const timeout = 120_000;

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "opik-attachments-"));
});
after(() => rm(folder, { recursive: true }));

/** Creates a sparse file. */
async function sparse(name, size) {
  const path = join(folder, name);
  const file = await open(path, "w");
  await file.truncate(size);
  await file.close();
  return path;
}

/** Runs a program in an engine and reads what it prints. It must succeed and print nothing on stderr. */
async function print([command, ...before], name, ...args) {
  const env = { ...process.env, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };
  const { stdout, stderr } = await exec(command, [...before, name, ...args], { cwd: import.meta.dirname, env, timeout });
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

for (const [engine, command] of Object.entries(engines)) {
  describe(engine, () => {
    let own;
    before(async () => {
      own = join(folder, engine);
      await mkdir(own);
    });

    test("an early answer to parts of a file beyond 4 GiB is an ordinary error", async () => {
      const outcomes = await print(command, "programs/early-responses.mjs", await sparse("beyond", 2 ** 32 + 5));
      // The answer may be lost with the connection.
      for (const code of outcomes) assert.match(code, /^(API_ERROR|NETWORK_ERROR)$/);
      assert.equal(outcomes.length, 2);
    });

    test("a body can be cancelled in the tick of a pull, a thousand times", async () => {
      const outcome = await print(command, "programs/cancelled-parts.mjs", await sparse("thousand", 1000 * 5 * mib));
      assert.deepEqual(outcome, { cancelled: 1000, open: 0 });
    });

    test("a file that changes during its upload is never reported as uploaded", async () => {
      const outcomes = await print(command, "programs/changing-files.mjs", own);
      assert.equal(outcomes.length, 96);
      for (const { path, ...outcome } of outcomes) {
        const { mode, of, what, late, status, code, message, attempts, retryable, hint, puts, completed } = outcome;
        const about = JSON.stringify(outcome);
        if (what === "nothing") {
          assert.deepEqual([status, completed], ["uploaded", mode === "store" ? 1 : 0], about);
          continue;
        }
        assert.deepEqual([code, attempts, retryable, completed], ["FILE_CHANGED", 1, false, 0], about);
        assert.equal(puts, late && mode === "store" && of === "several parts" ? 3 : 1, about);
        assert.ok(message.includes(path), message);
        assert.equal(/damaged copy/.test(hint), mode === "direct", about);
      }
    });

    test("a file without a true size is read to its end, one that cannot be read fails, and an empty file has a length", async () => {
      const [fifo, empty, none] = ["fifo", "empty", "none"].map((name) => join(own, name));
      await exec("mkfifo", [fifo]);
      await writeFile(empty, "");
      const made = existsSync("/sys/devices/system/cpu/online") ? ["/proc/version", "/sys/devices/system/cpu/online"] : [];
      const unreadable = [[own, "EISDIR", "it is a folder"]];
      if (existsSync("/proc/self/mem")) unreadable.push(["/proc/self/mem", "EIO", "EIO: i/o error"]);
      const whole = { [empty]: "", "/dev/null": "", [fifo]: "one\ntwo\n" };
      for (const path of made) whole[path] = readFileSync(path, "latin1");

      const paths = [...Object.keys(whole), ...unreadable.map(([path]) => path), none];
      for (const mode of ["direct", "store"]) {
        const writer = spawn("sh", ["-c", '(echo one; sleep 0.1; echo two) > "$1"', "sh", fifo]);
        const outcomes = await print(command, "programs/special-files.mjs", mode, own, ...paths).finally(() => writer.kill());
        for (const [path, text] of Object.entries(whole)) {
          const { status, fileSize, arrived } = outcomes[path];
          const expected = { length: String(text.length), bytes: Buffer.from(text, "latin1").toString("base64") };
          assert.deepEqual([status, fileSize, arrived], ["uploaded", text.length, expected], path);
        }
        for (const [path, cause, why] of unreadable) {
          const outcome = outcomes[path];
          assert.deepEqual([outcome.code, outcome.attempts, outcome.cause], ["FILE_UNREADABLE", 0, cause]);
          assert.ok(outcome.message.startsWith(`The file cannot be read: ${path}: ${why}`), outcome.message);
        }
        const { code: missing, message, cause } = outcomes[none];
        assert.deepEqual([missing, cause], ["INVALID_ARGUMENT", "ENOENT"]);
        assert.ok(message.includes(none), message);
        // Deno's Blob is a copy in memory, and correct.
        const { status, code, attempts } = outcomes["a Blob over a file"];
        assert.deepEqual([status ?? code, attempts], engine === "Deno" ? ["uploaded", undefined] : ["FILE_CHANGED", 1]);
      }
    });
  });
}

test("a file that this user may not read fails at once, and names its path", async () => {
  const path = join(folder, "secret");
  await writeFile(path, "secret");
  await chmod(path, 0);
  await chmod(folder, 0o755);
  const program = `
    import { AttachmentClient } from "opik-attachments";
    // Root may read every file.
    if (process.getuid() === 0) process.setuid(65534);
    const client = new AttachmentClient({ apiUrl: "http://127.0.0.1:1" });
    const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb", filePath: process.argv[1] };
    const { code, message, attempts, cause } = await client.uploadAttachment(target).catch((error) => error);
    console.log(JSON.stringify({ code, message, attempts, cause: cause.code }));`;
  const outcome = await print([process.execPath, "--input-type=module", "--eval"], program, path);
  const message = `The file cannot be read: ${path}: EACCES: permission denied, open '${path}'`;
  assert.deepEqual(outcome, { code: "FILE_UNREADABLE", message, attempts: 0, cause: "EACCES" });
});

for (const mode of ["direct", "store"]) {
  test(`Chromium, ${mode} mode: a File that has changed since it was chosen is no failure of the network`, async () => {
    const server = await startServer({ mode, cors: true, admin: true });
    const browser = await chromium.launch(launchOptions);
    try {
      const page = await browser.newPage();
      await page.goto(new URL("/pkg/package.json", server.pageUrl).href);
      await page.setContent('<input type="file">');
      const path = join(folder, "chosen.txt");
      for (const [change, apiKey] of [[() => writeFile(path, "longer than before")], [() => rm(path)], [() => rm(path), "key"]]) {
        await writeFile(path, "before");
        await page.setInputFiles("input", path);
        // A page that has looked at it holds a snapshot of this very file.
        assert.equal(await page.evaluate(() => document.querySelector("input").files[0].size), 6);
        await change();
        const error = await page.evaluate(
          async ([apiUrl, apiKey]) => {
            const { AttachmentClient } = await import("/pkg/dist/index.js");
            const client = new AttachmentClient({ apiUrl, apiKey });
            const [file] = document.querySelector("input").files;
            const entityId = "0190babc-62a0-71d2-832a-0feffa4676eb";
            const failed = await client.uploadAttachment({ entityType: "span", entityId, file }).catch((error) => error);
            return { code: failed.code, attempts: failed.attempts, cause: failed.cause?.name, message: failed.message };
          },
          [server.apiUrl, apiKey],
        );
        assert.deepEqual([error.code, error.attempts], ["FILE_CHANGED", 1], JSON.stringify(error));
        assert.match(error.cause, /^Not(Found|Readable)Error$/);
      }
      assert.equal((await server.requests()).filter(({ path }) => path.endsWith("/upload-complete")).length, 0);
    } finally {
      await browser.close();
      await server.stop();
    }
  });
}

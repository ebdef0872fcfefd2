// Downloads that were interrupted: the next one goes on if the attachment is the same, and starts anew if it is not.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdir, readFile, rename, stat, symlink, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { bothModes, inModes, jsonLines, until } from "./command.mjs";

const size = 3_000_000;
const arrived = 1_000_000;

/** Stops the first download behind `arrived` bytes, so that it is cut in the middle whatever the machine does. */
const stall = { method: "GET", path: "*a.bin*", times: 1, action: { type: "stall", response_bytes: arrived } };
const stallIn = { direct: { ...stall, path: "*/attachment/download*" }, store: stall };

/** A trace with `a.bin`, and a folder with what has arrived of it: the path of the partial file. */
async function interrupted(sandbox, mode, bytes, signal = "SIGINT") {
  await sandbox.upload({ "a.bin": bytes });
  await sandbox.server.faults.add(stallIn[mode]);
  const { child, ended } = sandbox.start(["get", "a.bin"]);
  const partial = await until(async () => {
    const [name] = (await readdir(sandbox.folder)).filter((entry) => entry.endsWith(".opik-part"));
    // In direct mode the answer may be compressed, and then it stops elsewhere.
    const there = name && (await stat(sandbox.path(name))).size;
    return (mode === "store" ? there === arrived : there > 0) && name;
  }, "the download stops in the middle");
  child.kill(signal);
  assert.deepEqual(await ended, { status: null, signal, stdout: "", stderr: "" });
  await sandbox.server.faults.clear();
  assert.deepEqual(await readdir(sandbox.folder), [partial], "the partial stays, and nothing has the final name");
  return partial;
}

/** The `Range` headers of downloads since the request `after`. */
async function ranges(sandbox, after) {
  const gets = (await sandbox.server.requests({ after })).filter(
    ({ method, path }) => method === "GET" && !path.includes("/list"),
  );
  return gets.map(({ headers }) => headers.find(([name]) => name === "range")?.[1]);
}
const lastRequest = async (sandbox) => (await sandbox.server.requests()).at(-1).id;

inModes(["store"], (newSandbox, mode) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"]) {
    test(`after ${signal} the same attachment goes on where it was`, async () => {
      const sandbox = await newSandbox();
      const bytes = randomBytes(size);
      await interrupted(sandbox, mode, bytes, signal);
      const after = await lastRequest(sandbox);
      const { status, stdout, stderr } = await sandbox.run(["get", "a.bin", "--json"]);
      assert.deepEqual([status, stderr], [0, ""]);
      assert.equal(jsonLines(stdout)[0].resumedFrom, arrived);
      assert.deepEqual(await ranges(sandbox, after), [`bytes=${arrived}-`]);
      assert.deepEqual(await readFile(sandbox.path("a.bin")), bytes);
      assert.deepEqual(await readdir(sandbox.folder), ["a.bin"]);
    });
  }

  test("one that was replaced by another of its size starts anew", async () => {
    const sandbox = await newSandbox();
    await interrupted(sandbox, mode, randomBytes(size));
    const bytes = randomBytes(size);
    await sandbox.upload({ "a.bin": bytes });
    const after = await lastRequest(sandbox);
    const { status, stdout } = await sandbox.run(["get", "a.bin", "--json"]);
    assert.equal(status, 0);
    assert.equal(jsonLines(stdout)[0].resumedFrom, undefined);
    assert.deepEqual(await ranges(sandbox, after), [`bytes=${arrived}-`, undefined]);
    assert.deepEqual(await readFile(sandbox.path("a.bin")), bytes);
    assert.deepEqual(await readdir(sandbox.folder), ["a.bin"]);
  });

  for (const other of [size + 1, arrived, arrived - 1, 0]) {
    test(`one that was replaced by another of ${other} bytes starts anew`, async () => {
      const sandbox = await newSandbox();
      await interrupted(sandbox, mode, randomBytes(size));
      const bytes = randomBytes(other);
      await sandbox.upload({ "a.bin": bytes });
      assert.equal((await sandbox.run(["get", "a.bin"])).status, 0);
      assert.deepEqual(await readFile(sandbox.path("a.bin")), bytes);
      assert.deepEqual(await readdir(sandbox.folder), ["a.bin"]);
    });
  }

  test("a partial of an attachment of another trace is not gone on with", async () => {
    const [one, other] = [await newSandbox(), await newSandbox()];
    const bytes = randomBytes(size);
    const partial = await interrupted(one, mode, bytes);
    await rename(one.path(partial), other.path(partial));
    await other.upload({ "a.bin": bytes });
    const { stdout } = await other.run(["get", "a.bin", "--json"]);
    assert.equal(jsonLines(stdout)[0].resumedFrom, undefined);
    assert.deepEqual(await readFile(other.path("a.bin")), bytes);
  });

  test("a link at the path of a partial is not written through", async () => {
    const sandbox = await newSandbox();
    const bytes = randomBytes(size);
    const partial = await interrupted(sandbox, mode, bytes);
    await rename(sandbox.path(partial), sandbox.path("outside"));
    const before = await readFile(sandbox.path("outside"));
    await symlink("outside", sandbox.path(partial));
    assert.equal((await sandbox.run(["get", "a.bin"])).status, 0);
    assert.deepEqual(await readFile(sandbox.path("outside")), before);
    assert.deepEqual(await readFile(sandbox.path("a.bin")), bytes);
    assert.deepEqual((await readdir(sandbox.folder)).sort(), ["a.bin", "outside"]);
  });

  test("what came to the final name meanwhile is not overwritten, and the partial stays", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.bin": randomBytes(size) });
    await sandbox.server.faults.add({ ...stall, action: { type: "slow", bytes_per_second: size } });
    const { ended } = sandbox.start(["get", "a.bin"]);
    await until(async () => (await readdir(sandbox.folder)).length > 0, "the download begins");
    await writeFile(sandbox.path("a.bin"), "mine");
    const { status, stderr } = await ended;
    await sandbox.server.faults.clear();
    assert.equal(status, 1);
    assert.match(stderr, /a\.bin already exists \(EEXIST\)/);
    assert.equal(await readFile(sandbox.path("a.bin"), "utf8"), "mine");
  });
});

inModes(bothModes, (newSandbox, mode) => {
  test("get --all goes on after an interruption, with what was complete left alone", async () => {
    const sandbox = await newSandbox();
    const bytes = randomBytes(size);
    await interrupted(sandbox, mode, bytes);
    await sandbox.upload({ "b.txt": "bee" });
    await writeFile(sandbox.path("b.txt"), "bee");
    const { status, stdout } = await sandbox.run(["get", "--all", "--if-exists", "skip"]);
    assert.equal(status, 0);
    assert.deepEqual(stdout.split("\n").sort(), ["", `downloaded\t${size}\ta.bin`, "skipped\t3\tb.txt"]);
    assert.deepEqual(await readFile(sandbox.path("a.bin")), bytes);
    assert.deepEqual((await readdir(sandbox.folder)).sort(), ["a.bin", "b.txt"]);
  });
});

inModes(["direct"], (newSandbox, mode) => {
  test("without an ETag nobody knows whether it is the same one, so it starts anew", async () => {
    const sandbox = await newSandbox();
    await interrupted(sandbox, mode, randomBytes(size));
    const bytes = randomBytes(size);
    await sandbox.upload({ "a.bin": bytes });
    const { stdout } = await sandbox.run(["get", "a.bin", "--json"]);
    assert.equal(jsonLines(stdout)[0].resumedFrom, undefined);
    assert.deepEqual(await readFile(sandbox.path("a.bin")), bytes);
    assert.deepEqual(await readdir(sandbox.folder), ["a.bin"]);
  });
});

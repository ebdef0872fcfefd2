// put: files, stdin, and names that are taken.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { bothModes, inModes, jsonLines } from "./command.mjs";

async function bytesOf(sandbox, fileName) {
  const stream = await sandbox.client.downloadAttachment({ ...sandbox.target, fileName });
  return Buffer.from(await new Response(stream).arrayBuffer());
}

inModes(bothModes, (newSandbox) => {
  test("files as a shell's pattern gives them, each told with its size", async () => {
    const sandbox = await newSandbox();
    const bytes = randomBytes(6 * 2 ** 20);
    await mkdir(sandbox.path("data"));
    await writeFile(sandbox.path("data/a.bin"), bytes);
    await writeFile(sandbox.path("data/b c.txt"), "text");
    await writeFile(sandbox.path("data/file:d"), "no URL");
    const { status, stdout, stderr } = await sandbox.shell('"$OA" put --trace $ID data/*');
    const lines = `uploaded\t${bytes.length}\ta.bin\nuploaded\t4\tb c.txt\nuploaded\t6\tfile:d\n`;
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: lines, stderr: "" });
    assert.deepEqual(await bytesOf(sandbox, "a.bin"), bytes);
    assert.deepEqual(await sandbox.names(), ["a.bin", "b c.txt", "file:d"]);
  });

  test("one that fails does not stop the others: status 1, and a JSON line for each", async () => {
    const sandbox = await newSandbox();
    await mkdir(sandbox.path("folder"));
    await writeFile(sandbox.path("good.txt"), "good");
    const { status, stdout, stderr } = await sandbox.run(["put", "--json", "missing.txt", "good.txt", "folder"]);
    assert.equal(status, 1);
    const [missing, good, folder] = jsonLines(stdout);
    assert.deepEqual(good, { fileName: "good.txt", fileSize: 4, mimeType: "text/plain", status: "uploaded" });
    for (const [failed, fileName, code] of [
      [missing, "missing.txt", "INVALID_ARGUMENT"],
      [folder, "folder", "FILE_UNREADABLE"],
    ]) {
      assert.deepEqual([failed.fileName, failed.status, failed.error.code], [fileName, "failed", code]);
      const named = failed.error.message.startsWith(fileName) ? "" : `${fileName}: `;
      assert.ok(stderr.includes(`opik-attachments: ${named}${failed.error.message} (${code})\n`), stderr);
    }
    assert.match(missing.error.message, /^missing.txt: .*ENOENT/);
    assert.deepEqual(await sandbox.names(), ["good.txt"]);
  });

  test("a name that cannot be stored does not stop the others either", async () => {
    const sandbox = await newSandbox();
    const bad = ["line\nbreak.txt", "input-attachment-1-2.png"];
    for (const name of [...bad, "a.txt", "z.txt"]) await writeFile(sandbox.path(name), "text");
    const { status, stdout, stderr } = await sandbox.shell('"$OA" put --trace $ID *');
    assert.deepEqual([status, stdout], [1, "uploaded\t4\ta.txt\nuploaded\t4\tz.txt\n"]);
    const [first, ...more] = stderr.split("\n").filter((line) => line.startsWith("opik-attachments: "));
    assert.match(first, /^opik-attachments: input-attachment-1-2\.png: .*\(INVALID_ARGUMENT\)$/);
    assert.match(more.join(), /^opik-attachments: line\\u000abreak\.txt: .*\(INVALID_ARGUMENT\)$/);
    assert.match(stderr, /--allow-reserved-name/);
    assert.deepEqual(await sandbox.names(), ["a.txt", "z.txt"]);
    const alone = await sandbox.run(["put", bad[0]]);
    assert.deepEqual([alone.status, alone.stdout], [1, ""]);
  });

  test("a name and a type of one's own", async () => {
    const sandbox = await newSandbox();
    await writeFile(sandbox.path("a"), "{}");
    const { status } = await sandbox.run(["put", "a", "--name", "dir/b.json", "--type", "application/x-mine"]);
    assert.equal(status, 0);
    const [row] = await sandbox.client.getAttachmentList(sandbox.target);
    assert.deepEqual([row.fileName, row.mimeType], ["dir/b.json", "application/x-mine"]);
  });

  test("a name that Opik deletes at the next update is refused, and taken if that is meant", async () => {
    const sandbox = await newSandbox();
    const name = "input-attachment-1-2.png";
    await writeFile(sandbox.path(name), "png");
    const refused = await sandbox.run(["put", name]);
    assert.deepEqual([refused.status, refused.stdout], [1, ""]);
    const message = `${name}: expected a file name that Opik does not reserve`;
    assert.ok(refused.stderr.includes(message), refused.stderr);
    assert.match(refused.stderr, /input-attachment-1-2-sdk\.png is safe[;.] --allow-reserved-name /);
    const allowed = await sandbox.run(["put", name, "--allow-reserved-name"]);
    assert.deepEqual([allowed.status, await sandbox.names()], [0, [name]]);
  });

  test("stdin, with the type that the name says", async () => {
    const sandbox = await newSandbox();
    const bytes = randomBytes(7 * 2 ** 20);
    const { status, stdout } = await sandbox.run(["put", "-", "--name", "a.png"], { input: bytes });
    assert.deepEqual([status, stdout], [0, `uploaded\t${bytes.length}\ta.png\n`]);
    assert.deepEqual(await bytesOf(sandbox, "a.png"), bytes);
    assert.equal((await sandbox.client.getAttachmentList(sandbox.target))[0].mimeType, "image/png");
  });

  test("pipes by name and by process substitution, and a stdin that is a file", async () => {
    const sandbox = await newSandbox();
    await writeFile(sandbox.path("in.txt"), "file");
    const line = `mkfifo fifo; (sleep 0.1; echo one; sleep 0.1; echo two) > fifo & "$OA" put --trace $ID fifo &&
      "$OA" put --trace $ID <(echo three) --name sub && "$OA" put --trace $ID - --name stdin < in.txt`;
    const { status, stderr } = await sandbox.shell(line);
    assert.deepEqual([status, stderr], [0, ""]);
    const texts = await Promise.all(["fifo", "sub", "stdin"].map((name) => bytesOf(sandbox, name).then(String)));
    assert.deepEqual(texts, ["one\ntwo\n", "three\n", "file"]);
  });

  test("an empty stdin is not stored, unless --allow-empty says so", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ a: "kept" });
    for (const line of [
      'false | "$OA" put --trace $ID - --name a',
      '"$OA" put --trace $ID - --name a < /dev/null',
      'printf "" | "$OA" put --trace $ID /dev/stdin --name a',
      '"$OA" put --trace $ID <(false) --name a',
      'mkfifo a; : > a & "$OA" put --trace $ID a',
    ]) {
      const { status, stdout, stderr } = await sandbox.shell(line);
      assert.deepEqual([line, status, stdout], [line, 1, ""]);
      assert.match(stderr, /^opik-attachments: .* is empty, .*\(EMPTY_INPUT\)\n {2}.*--allow-empty/, line);
      assert.equal(String(await bytesOf(sandbox, "a")), "kept");
    }
    const { stdout: json } = await sandbox.run(["put", "-", "--name", "a", "--json"]);
    const [{ fileName, status: failed, error }] = jsonLines(json);
    assert.deepEqual([fileName, failed, error.code], ["a", "failed", "EMPTY_INPUT"]);
    const { status, stdout } = await sandbox.run(["put", "-", "--name", "a", "--allow-empty"]);
    assert.deepEqual([status, stdout], [0, "uploaded\t0\ta\n"]);
    // A file that is empty is what it is.
    await writeFile(sandbox.path("b"), "");
    assert.equal((await sandbox.run(["put", "b"])).status, 0);
  });

  test("a stdin that is a folder, or closed, is no empty file", async () => {
    const sandbox = await newSandbox();
    for (const [redirected, why] of [
      ["< .", "stdin is a folder"],
      ["--allow-empty < .", "stdin is a folder"],
      ["<&-", "stdin is closed"],
    ]) {
      const { status, stdout, stderr } = await sandbox.shell(`"$OA" put --json --trace $ID - --name a ${redirected}`);
      assert.deepEqual([status, stderr], [1, `opik-attachments: -: ${why} (FILE_UNREADABLE)\n`]);
      assert.deepEqual(jsonLines(stdout)[0].error.code, "FILE_UNREADABLE");
    }
    assert.deepEqual(await sandbox.client.getAttachmentList(sandbox.target).catch(({ code }) => code), []);
    const { status, stdout } = await sandbox.shell('"$OA" put --trace $ID - --name a --allow-empty <&-');
    assert.deepEqual([status, stdout], [0, "uploaded\t0\ta\n"]);
  });

  test("a command that fails does not wait for the end of stdin", async () => {
    const sandbox = await newSandbox();
    const { ended } = sandbox.start(["put", "-", "--name", ".."]);
    assert.equal((await ended).status, 2);
  });

  test("--if-exists replaces, refuses or skips", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ a: "old!" });
    const put = (text, ...args) => writeFile(sandbox.path("a"), text).then(() => sandbox.run(["put", "a", ...args]));
    const refused = await put("new!", "--if-exists", "error");
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /\(ALREADY_EXISTS\)/);
    const skipped = await put("new!", "--if-exists", "skip");
    assert.deepEqual([skipped.status, skipped.stdout], [0, "skipped\t4\ta\n"]);
    assert.equal(String(await bytesOf(sandbox, "a")), "old!");
    assert.equal((await put("new!")).status, 0);
    assert.equal(String(await bytesOf(sandbox, "a")), "new!");
  });

  test("two files that would be stored under one name are refused before anything is sent", async () => {
    const sandbox = await newSandbox();
    for (const folder of ["a", "b"]) {
      await mkdir(sandbox.path(folder));
      await writeFile(sandbox.path(folder, "x.txt"), folder);
    }
    const { status, stderr } = await sandbox.run(["put", "a/x.txt", "b/x.txt"]);
    assert.deepEqual([status, stderr], [2, 'opik-attachments: a/x.txt and b/x.txt would both be stored as "x.txt"\n']);
    assert.deepEqual(await sandbox.client.getAttachmentList(sandbox.target).catch(({ code }) => code), []);
  });
});

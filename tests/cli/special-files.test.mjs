// Devices, FIFOs, sockets and file descriptors as FILE of put and as PATH of get -o: read from and written to, never
// replaced.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { lstat, readdir, readFile, readlink, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { bothModes, inModes, until } from "./command.mjs";

const bytes = randomBytes(300_000);

async function bytesOf(sandbox, fileName) {
  const stream = await sandbox.client.downloadAttachment({ ...sandbox.target, fileName });
  return Buffer.from(await new Response(stream).arrayBuffer());
}

inModes(["store"], (newSandbox) => {
  test("get -o writes to stdout by each of its paths, whatever stdout is", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.txt": "bytes" });
    await symlink("/dev/stdout", sandbox.path("link"));
    await symlink("link", sandbox.path("link to link"));
    for (const path of ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link", "./link to link"]) {
      for (const [line, expected] of [
        ["$GET | cat", "bytes"],
        ["$GET > got; cat got", "bytes"],
        ["echo kept > got; $GET >> got; cat got", "kept\nbytes"],
        // In the tests it is a socket.
        ["$GET", "bytes"],
      ]) {
        const get = `"$OA" get --trace $ID a.txt -o '${path}'`;
        const { status, stdout, stderr } = await sandbox.shell(line.replace("$GET", get));
        assert.deepEqual([path, line, status, stdout, stderr], [path, line, 0, expected, ""]);
      }
    }
    for (const more of [["--force"], ["--if-exists", "error"], ["--if-exists", "skip"]]) {
      const { status, stdout, stderr } = await sandbox.run(["get", "a.txt", "-o", "link", ...more]);
      assert.deepEqual([status, stdout, stderr], [0, "bytes", ""]);
      assert.equal(await readlink(sandbox.path("link")), "/dev/stdout");
    }
    assert.deepEqual((await readdir(sandbox.folder)).sort(), ["got", "link", "link to link"]);
  });

  test("get -o writes to a descriptor where it stands, and to stderr", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.txt": "bytes" });
    const third = await sandbox.shell(
      'exec 3> got; echo before >&3; "$OA" get --trace $ID a.txt -o /dev/fd/3; echo after >&3',
    );
    assert.deepEqual([third.status, third.stdout, third.stderr], [0, "downloaded\t5\t/dev/fd/3\n", ""]);
    assert.equal(await readFile(sandbox.path("got"), "utf8"), "before\nbytesafter\n");
    const { status, stdout, stderr } = await sandbox.run(["get", "a.txt", "-o", "/dev/stderr"]);
    assert.deepEqual([status, stdout, stderr], [0, "downloaded\t5\t/dev/stderr\n", "bytes"]);
    const closed = await sandbox.run(["get", "a.txt", "-o", "/dev/fd/99"]);
    assert.equal(closed.status, 1);
    assert.match(closed.stderr, /\/dev\/fd\/99/);
  });

  test("get -o writes to a FIFO and to a process substitution, and leaves what lies beside", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.bin": bytes, "b.txt": "bee" });
    await sandbox.shell("mkfifo fifo");
    const kept = "fifo.0123456789abcdef.opik-part";
    await writeFile(sandbox.path(kept), bytes.subarray(0, 1000));
    for (const more of ["", "--force", "--if-exists skip"]) {
      const line = `cat fifo > got & "$OA" get --trace $ID a.bin -o fifo ${more}; status=$?; wait; exit $status`;
      const { status, stdout, stderr } = await sandbox.shell(line);
      assert.deepEqual([status, stdout, stderr], [0, `downloaded\t${bytes.length}\tfifo\n`, ""]);
      assert.deepEqual(await readFile(sandbox.path("got")), bytes);
      assert.ok((await lstat(sandbox.path("fifo"))).isFIFO());
    }
    const substituted = await sandbox.shell(
      '"$OA" get --trace $ID a.bin b.txt -o >(cat > got2); status=$?; wait $!; exit $status',
    );
    assert.deepEqual([substituted.status, substituted.stderr], [0, ""]);
    assert.deepEqual(await readFile(sandbox.path("got2")), Buffer.concat([bytes, Buffer.from("bee")]));
    assert.deepEqual((await readdir(sandbox.folder)).sort(), ["fifo", kept, "got", "got2"]);
    assert.equal((await lstat(sandbox.path(kept))).size, 1000);
  });

  test("get -o writes to devices and to sockets, and reports what they refuse", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.bin": bytes });
    await symlink("/dev/null", sandbox.path("null"));
    for (const more of [[], ["--force"]]) {
      const { status, stdout, stderr } = await sandbox.run(["get", "a.bin", "-o", "null", ...more]);
      assert.deepEqual([status, stdout, stderr], [0, `downloaded\t${bytes.length}\tnull\n`, ""]);
      assert.equal(await readlink(sandbox.path("null")), "/dev/null");
    }
    const full = await sandbox.run(["get", "a.bin", "-o", "/dev/full"]);
    assert.equal(full.status, 1);
    assert.match(full.stderr, /^opik-attachments: a\.bin: .*ENOSPC.*\n$/);
    const server = createServer().listen(sandbox.path("socket"));
    try {
      await once(server, "listening");
      const received = once(server, "connection").then(([connection]) => buffer(connection));
      assert.equal((await sandbox.run(["get", "a.bin", "-o", "socket", "--force"])).status, 0);
      assert.deepEqual(await received, bytes);
      assert.ok((await lstat(sandbox.path("socket"))).isSocket());
    } finally {
      server.close();
    }
  });

  test("a FIFO is no folder, and one whose reader has gone ends the command as a closed pipe does", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.bin": randomBytes(3_000_000), b: "1" });
    await sandbox.shell("mkfifo fifo");
    for (const args of [["--all"], ["a.bin", "--dir"]]) {
      const { status, stderr } = await sandbox.run(["get", ...args, "-o", "fifo"]);
      assert.deepEqual([args, status], [args, 2]);
      assert.match(stderr, /fifo/);
    }
    const { stdout, stderr } = await sandbox.shell(
      '(exec 4< fifo; head -c 10 <&4 > got) & "$OA" get --trace $ID a.bin b -o fifo; echo $?; wait',
    );
    assert.deepEqual([stdout, stderr], ["141\n", ""]);
  });

  test("a FIFO that nobody reads is waited for, until a signal", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.bin": randomBytes(3_000_000) });
    await sandbox.shell("mkfifo fifo");
    const before = (await sandbox.server.requests()).length;
    const { child, ended } = sandbox.start(["get", "a.bin", "-o", "fifo"]);
    await until(async () => (await sandbox.server.requests()).length > before, "the list is asked for");
    child.kill("SIGINT");
    assert.deepEqual(await ended, { status: null, signal: "SIGINT", stdout: "", stderr: "" });
    assert.deepEqual(await readdir(sandbox.folder), ["fifo"]);
  });
});

inModes(bothModes, (newSandbox) => {
  test("put reads FIFOs, process substitutions and /dev/stdin", async () => {
    const sandbox = await newSandbox();
    await writeFile(sandbox.path("bytes"), bytes);
    const fifo = await sandbox.shell('mkfifo a.png; cat bytes > a.png & "$OA" put --trace $ID a.png');
    assert.deepEqual([fifo.status, fifo.stdout, fifo.stderr], [0, `uploaded\t${bytes.length}\ta.png\n`, ""]);
    assert.deepEqual(await bytesOf(sandbox, "a.png"), bytes);
    assert.equal((await sandbox.client.getAttachmentList(sandbox.target))[0].mimeType, "image/png");
    const substituted = await sandbox.shell('"$OA" put --trace $ID <(cat bytes) --name b');
    assert.deepEqual([substituted.status, substituted.stderr], [0, ""]);
    assert.deepEqual(await bytesOf(sandbox, "b"), bytes);
    for (const [path, name] of [
      ["/dev/stdin", "c"],
      ["/dev/fd/0", "d"],
      ["/proc/self/fd/0", "e"],
    ]) {
      const { status, stderr } = await sandbox.shell(`cat bytes | "$OA" put --trace $ID ${path} --name ${name}`);
      assert.deepEqual([path, status, stderr], [path, 0, ""]);
      assert.deepEqual(await bytesOf(sandbox, name), bytes);
    }
    // A number is no name that anybody meant.
    const nameless = await sandbox.shell('"$OA" put --trace $ID <(cat bytes)');
    assert.equal(nameless.status, 2);
    assert.match(nameless.stderr, /^opik-attachments: \/dev\/fd\/\d+: .*--name/);
    assert.deepEqual(await sandbox.names(), ["a.png", "b", "c", "d", "e"]);
  });

  test("put sends several, some of which are FIFOs", async () => {
    const sandbox = await newSandbox();
    await writeFile(sandbox.path("bytes"), bytes);
    const { status, stderr } = await sandbox.shell(
      'mkfifo one two; cat bytes > one & echo 2 > two & "$OA" put --trace $ID one bytes two; status=$?; wait; exit $status',
    );
    assert.deepEqual([status, stderr], [0, ""]);
    assert.deepEqual(await bytesOf(sandbox, "one"), bytes);
    assert.equal(String(await bytesOf(sandbox, "two")), "2\n");
    assert.deepEqual(await sandbox.names(), ["bytes", "one", "two"]);
  });
});

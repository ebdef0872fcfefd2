// Devices, FIFOs, sockets and file descriptors as FILE of put and as PATH of get -o: read from and written to, never
// replaced.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { lstat, readFile, readdir, readlink, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { bothModes, inModes, until } from "./command.mjs";

const bytes = randomBytes(300_000);

async function bytesOf(place, fileName) {
  const stream = await place.client.downloadAttachment({ ...place.target, fileName });
  return Buffer.from(await new Response(stream).arrayBuffer());
}

inModes(["store"], (newPlace) => {
  test("get -o writes to stdout by each of its paths, whatever stdout is", async () => {
    const place = await newPlace();
    await place.upload({ "a.txt": "bytes" });
    await symlink("/dev/stdout", place.path("link"));
    await symlink("link", place.path("link to link"));
    for (const path of ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link", "./link to link"]) {
      for (const [line, expected] of [
        ["$GET | cat", "bytes"],
        ["$GET > got; cat got", "bytes"],
        ["echo kept > got; $GET >> got; cat got", "kept\nbytes"],
        // In the tests it is a socket.
        ["$GET", "bytes"],
      ]) {
        const get = `"$OA" get --trace $ID a.txt -o '${path}'`;
        const { status, stdout, stderr } = await place.shell(line.replace("$GET", get));
        assert.deepEqual([path, line, status, stdout, stderr], [path, line, 0, expected, ""]);
      }
    }
    for (const more of [["--force"], ["--if-exists", "error"], ["--if-exists", "skip"]]) {
      const { status, stdout, stderr } = await place.run(["get", "a.txt", "-o", "link", ...more]);
      assert.deepEqual([status, stdout, stderr], [0, "bytes", ""]);
      assert.equal(await readlink(place.path("link")), "/dev/stdout");
    }
    assert.deepEqual((await readdir(place.folder)).sort(), ["got", "link", "link to link"]);
  });

  test("get -o writes to a descriptor where it stands, and to stderr", async () => {
    const place = await newPlace();
    await place.upload({ "a.txt": "bytes" });
    const third = await place.shell('exec 3> got; echo before >&3; "$OA" get --trace $ID a.txt -o /dev/fd/3; echo after >&3');
    assert.deepEqual([third.status, third.stdout, third.stderr], [0, "downloaded\t5\t/dev/fd/3\n", ""]);
    assert.equal(await readFile(place.path("got"), "utf8"), "before\nbytesafter\n");
    const { status, stdout, stderr } = await place.run(["get", "a.txt", "-o", "/dev/stderr"]);
    assert.deepEqual([status, stdout, stderr], [0, "downloaded\t5\t/dev/stderr\n", "bytes"]);
    const closed = await place.run(["get", "a.txt", "-o", "/dev/fd/99"]);
    assert.equal(closed.status, 1);
    assert.match(closed.stderr, /\/dev\/fd\/99/);
  });

  test("get -o writes to a FIFO and to a process substitution, and leaves what lies beside", async () => {
    const place = await newPlace();
    await place.upload({ "a.bin": bytes, "b.txt": "bee" });
    await place.shell("mkfifo fifo");
    const kept = "fifo.0123456789abcdef.opik-part";
    await writeFile(place.path(kept), bytes.subarray(0, 1000));
    for (const more of ["", "--force", "--if-exists skip"]) {
      const line = `cat fifo > got & "$OA" get --trace $ID a.bin -o fifo ${more}; status=$?; wait; exit $status`;
      const { status, stdout, stderr } = await place.shell(line);
      assert.deepEqual([status, stdout, stderr], [0, `downloaded\t${bytes.length}\tfifo\n`, ""]);
      assert.deepEqual(await readFile(place.path("got")), bytes);
      assert.ok((await lstat(place.path("fifo"))).isFIFO());
    }
    const substituted = await place.shell('"$OA" get --trace $ID a.bin b.txt -o >(cat > got2); status=$?; wait $!; exit $status');
    assert.deepEqual([substituted.status, substituted.stderr], [0, ""]);
    assert.deepEqual(await readFile(place.path("got2")), Buffer.concat([bytes, Buffer.from("bee")]));
    assert.deepEqual((await readdir(place.folder)).sort(), ["fifo", kept, "got", "got2"]);
    assert.equal((await lstat(place.path(kept))).size, 1000);
  });

  test("get -o writes to devices and to sockets, and reports what they refuse", async () => {
    const place = await newPlace();
    await place.upload({ "a.bin": bytes });
    await symlink("/dev/null", place.path("null"));
    for (const more of [[], ["--force"]]) {
      const { status, stdout, stderr } = await place.run(["get", "a.bin", "-o", "null", ...more]);
      assert.deepEqual([status, stdout, stderr], [0, `downloaded\t${bytes.length}\tnull\n`, ""]);
      assert.equal(await readlink(place.path("null")), "/dev/null");
    }
    const full = await place.run(["get", "a.bin", "-o", "/dev/full"]);
    assert.equal(full.status, 1);
    assert.match(full.stderr, /^opik-attachments: a\.bin: .*ENOSPC.*\n$/);
    const server = createServer().listen(place.path("socket"));
    try {
      await once(server, "listening");
      const received = once(server, "connection").then(([connection]) => buffer(connection));
      assert.equal((await place.run(["get", "a.bin", "-o", "socket", "--force"])).status, 0);
      assert.deepEqual(await received, bytes);
      assert.ok((await lstat(place.path("socket"))).isSocket());
    } finally {
      server.close();
    }
  });

  test("a FIFO is no folder, and one whose reader has gone ends the command as a closed pipe does", async () => {
    const place = await newPlace();
    await place.upload({ "a.bin": randomBytes(3_000_000), b: "1" });
    await place.shell("mkfifo fifo");
    for (const args of [["--all"], ["a.bin", "--dir"]]) {
      const { status, stderr } = await place.run(["get", ...args, "-o", "fifo"]);
      assert.deepEqual([args, status], [args, 2]);
      assert.match(stderr, /fifo/);
    }
    const { stdout, stderr } = await place.shell(
      '(exec 4< fifo; head -c 10 <&4 > got) & "$OA" get --trace $ID a.bin b -o fifo; echo $?; wait',
    );
    assert.deepEqual([stdout, stderr], ["141\n", ""]);
  });

  test("a FIFO that nobody reads is waited for, until a signal", async () => {
    const place = await newPlace();
    await place.upload({ "a.bin": randomBytes(3_000_000) });
    await place.shell("mkfifo fifo");
    const before = (await place.server.requests()).length;
    const { child, ended } = place.start(["get", "a.bin", "-o", "fifo"]);
    await until(async () => (await place.server.requests()).length > before, "the list is asked for");
    child.kill("SIGINT");
    assert.deepEqual(await ended, { status: null, signal: "SIGINT", stdout: "", stderr: "" });
    assert.deepEqual(await readdir(place.folder), ["fifo"]);
  });
});

inModes(bothModes, (newPlace) => {
  test("put reads FIFOs, process substitutions and /dev/stdin", async () => {
    const place = await newPlace();
    await writeFile(place.path("bytes"), bytes);
    const fifo = await place.shell('mkfifo a.png; cat bytes > a.png & "$OA" put --trace $ID a.png');
    assert.deepEqual([fifo.status, fifo.stdout, fifo.stderr], [0, `uploaded\t${bytes.length}\ta.png\n`, ""]);
    assert.deepEqual(await bytesOf(place, "a.png"), bytes);
    assert.equal((await place.client.getAttachmentList(place.target))[0].mimeType, "image/png");
    const substituted = await place.shell('"$OA" put --trace $ID <(cat bytes) --name b');
    assert.deepEqual([substituted.status, substituted.stderr], [0, ""]);
    assert.deepEqual(await bytesOf(place, "b"), bytes);
    for (const [path, name] of [["/dev/stdin", "c"], ["/dev/fd/0", "d"], ["/proc/self/fd/0", "e"]]) {
      const { status, stderr } = await place.shell(`cat bytes | "$OA" put --trace $ID ${path} --name ${name}`);
      assert.deepEqual([path, status, stderr], [path, 0, ""]);
      assert.deepEqual(await bytesOf(place, name), bytes);
    }
    // A number is no name that anybody meant.
    const nameless = await place.shell('"$OA" put --trace $ID <(cat bytes)');
    assert.equal(nameless.status, 2);
    assert.match(nameless.stderr, /^opik-attachments: \/dev\/fd\/\d+: .*--name/);
    assert.deepEqual(await place.names(), ["a.png", "b", "c", "d", "e"]);
  });

  test("put sends several, some of which are FIFOs", async () => {
    const place = await newPlace();
    await writeFile(place.path("bytes"), bytes);
    const { status, stderr } = await place.shell(
      'mkfifo one two; cat bytes > one & echo 2 > two & "$OA" put --trace $ID one bytes two; status=$?; wait; exit $status',
    );
    assert.deepEqual([status, stderr], [0, ""]);
    assert.deepEqual(await bytesOf(place, "one"), bytes);
    assert.equal(String(await bytesOf(place, "two")), "2\n");
    assert.deepEqual(await place.names(), ["bytes", "one", "two"]);
  });
});

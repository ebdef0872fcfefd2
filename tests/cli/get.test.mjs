// get: where files go, and that nothing is overwritten which was there.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { lstat, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { bothModes, inModes, jsonLines } from "./command.mjs";

inModes(bothModes, (newSandbox) => {
  test("to the current folder, to a folder, to a file, and to stdout", async () => {
    const sandbox = await newSandbox();
    const bytes = randomBytes(6 * 2 ** 20);
    await sandbox.upload({ "a.bin": bytes, "b.txt": "bee" });
    const here = await sandbox.run(["get", "a.bin", "b.txt"]);
    assert.deepEqual([here.status, here.stderr], [0, ""]);
    assert.deepEqual(here.stdout.split("\n").sort(), [
      "",
      "downloaded\t3\tb.txt",
      `downloaded\t${bytes.length}\ta.bin`,
    ]);
    assert.deepEqual(await readFile(sandbox.path("a.bin")), bytes);

    for (const [args, path] of [
      [["-o", "new/folder/"], "new/folder/b.txt"],
      [["-o", "new"], "new/b.txt"],
      [["--output=new/c.txt"], "new/c.txt"],
    ]) {
      const { status, stdout } = await sandbox.run(["get", "b.txt", ...args]);
      assert.deepEqual([status, stdout], [0, `downloaded\t3\t${path}\n`]);
      assert.equal(await readFile(sandbox.path(path), "utf8"), "bee");
    }
    const both = await sandbox.shell('"$OA" get --trace $ID b.txt a.bin -o - | sha256sum; cat b.txt a.bin | sha256sum');
    const [got, expected] = both.stdout.split("\n");
    assert.deepEqual([got, both.stderr], [expected, ""]);
    assert.deepEqual((await readdir(sandbox.folder)).sort(), ["a.bin", "b.txt", "new"]);
  });

  test("--all fetches everything into a folder, and says as JSON where to", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ a: "1", "b.txt": "", "c.txt": "333" });
    const { status, stdout } = await sandbox.run(["get", "--all", "-o", "out", "--json"]);
    assert.equal(status, 0);
    const row = (fileName, fileSize, mimeType) => ({
      fileName,
      fileSize,
      mimeType,
      status: "downloaded",
      path: `out/${fileName}`,
    });
    const expected = [
      row("a", 1, "application/octet-stream"),
      row("b.txt", 0, "text/plain"),
      row("c.txt", 3, "text/plain"),
    ];
    assert.deepEqual(
      jsonLines(stdout).sort((one, other) => (one.path < other.path ? -1 : 1)),
      expected,
    );
    assert.deepEqual((await readdir(sandbox.path("out"))).sort(), ["a", "b.txt", "c.txt"]);
  });

  test("-o is a folder for several names, for a pattern, with / at its end, with --dir and where one is", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.txt": "1", "b.txt": "2", "c/d.png": "3", "[e].txt": "4", "f*.txt": "5" });
    await mkdir(sandbox.path("kept"));
    for (const [out, ...args] of [
      ["one/deep/", "a.txt"],
      ["two/deep", "a.txt", "b.txt"],
      ["three", "a.txt", "missing.txt"],
      ["four", "a.*"],
      ["five/deep", "a.txt", "--dir"],
      ["kept", "a.txt"],
      ["six", "a.txt", "a.txt"],
    ]) {
      const { stdout } = await sandbox.run(["get", "-o", out, ...args]);
      assert.ok(stdout.includes(`downloaded\t1\t${out.replace(/\/$/, "")}/a.txt\n`), stdout);
      assert.equal(await readFile(sandbox.path(out, "a.txt"), "utf8"), "1");
    }
    await sandbox.run(["get", "a.txt", "-o", "file"]);
    assert.equal(await readFile(sandbox.path("file"), "utf8"), "1");
  });

  test("patterns, after names that are there: * and ?", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.txt": "1", "b.txt": "2", "c/d.png": "3", "[e].txt": "4", "f*.txt": "5", "fgh.txt": "6" });
    for (const [patterns, names] of [
      [["*"], ["[e].txt", "a.txt", "b.txt", "c/d.png", "f*.txt", "fgh.txt"]],
      [["?.txt"], ["a.txt", "b.txt"]],
      [["c*"], ["c/d.png"]],
      [["[e]*"], ["[e].txt"]],
      [["f*.txt"], ["f*.txt"]],
      [
        ["b.txt", "*.txt", "a.???"],
        ["b.txt", "[e].txt", "a.txt", "f*.txt", "fgh.txt"],
      ],
    ]) {
      const { status, stdout } = await sandbox.run(["ls", "--json", ...patterns]);
      const told = jsonLines(stdout).map(({ fileName }) => fileName);
      assert.deepEqual([patterns, status, told], [patterns, 0, names]);
    }
    const none = await sandbox.run(["get", "*.pdf", "a.txt"]);
    assert.deepEqual([none.status, none.stdout], [1, "downloaded\t1\ta.txt\n"]);
    assert.match(none.stderr, /^opik-attachments: \*\.pdf: .*\(ATTACHMENT_NOT_FOUND\)\n/);
    // To delete what nobody has named takes --all.
    assert.equal((await sandbox.run(["rm", "*.txt"])).status, 1);
    assert.equal((await sandbox.names()).length, 6);
  });

  test("what is there is not overwritten, unless it is said; one that fails does not stop the others", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.txt": "new!", "b.txt": "new" });
    await writeFile(sandbox.path("a.txt"), "old!");
    const refused = await sandbox.run(["get", "a.txt", "b.txt"]);
    assert.equal(refused.status, 1);
    assert.equal(refused.stdout, "downloaded\t3\tb.txt\n");
    assert.equal(
      refused.stderr,
      "opik-attachments: a.txt: the file a.txt already exists (EEXIST)\n  Replace it with --force, or choose another path with --output.\n",
    );
    assert.deepEqual((await readdir(sandbox.folder)).sort(), ["a.txt", "b.txt"], "nothing was even begun");
    const skipped = await sandbox.run(["get", "--all", "--if-exists", "skip"]);
    assert.deepEqual([skipped.status, skipped.stderr], [0, ""]);
    assert.equal(await readFile(sandbox.path("a.txt"), "utf8"), "old!");
    const forced = await sandbox.run(["get", "a.txt", "--force"]);
    assert.deepEqual([forced.status, forced.stdout], [0, "downloaded\t4\ta.txt\n"]);
    assert.equal(await readFile(sandbox.path("a.txt"), "utf8"), "new!");
    const other = await writeFile(sandbox.path("a.txt"), "of another size").then(() =>
      sandbox.run(["get", "a.txt", "--if-exists", "skip"]),
    );
    assert.equal(other.status, 1);
    assert.equal(await readFile(sandbox.path("a.txt"), "utf8"), "of another size");
  });

  test("links, folders and pipes that lie there are neither followed nor replaced nor waited for", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ link: "new", dangling: "new", folder: "new", pipe: "new" });
    await mkdir(sandbox.path("out/folder"), { recursive: true });
    await writeFile(sandbox.path("outside"), "outside");
    await symlink("../outside", sandbox.path("out/link"));
    await symlink("../nowhere", sandbox.path("out/dangling"));
    await sandbox.shell("mkfifo out/pipe");
    const outside = async () => [
      await readFile(sandbox.path("outside"), "utf8"),
      (await readdir(sandbox.folder)).sort(),
    ];

    const polite = await sandbox.run(["get", "--all", "-o", "out"]);
    assert.deepEqual([polite.status, polite.stdout], [1, ""]);
    assert.equal(polite.stderr.match(/ already exists/g).length, 4);
    assert.deepEqual(await outside(), ["outside", ["out", "outside"]]);

    const forced = await sandbox.run(["get", "--all", "-o", "out", "--force"]);
    assert.equal(forced.status, 1);
    assert.equal(forced.stderr.match(/is not a regular file/g).length, 2);
    for (const name of ["link", "dangling"]) {
      assert.ok((await lstat(sandbox.path("out", name))).isFile(), "the link itself is replaced");
      assert.equal(await readFile(sandbox.path("out", name), "utf8"), "new");
    }
    assert.deepEqual(await outside(), ["outside", ["out", "outside"]]);
    assert.deepEqual((await readdir(sandbox.path("out"))).sort(), ["dangling", "folder", "link", "pipe"]);
  });

  test("a name that is not there, and a folder that cannot be made", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "report.pdf": "1", a: "2" });
    const missing = await sandbox.run(["get", "reprot.pdf", "a", "--json"]);
    assert.equal(missing.status, 1);
    const [failed, done] = jsonLines(missing.stdout);
    assert.deepEqual(
      [failed.status, failed.error.code, failed.error.hint],
      ["failed", "ATTACHMENT_NOT_FOUND", "Closest names: report.pdf"],
    );
    assert.match(missing.stderr, /^opik-attachments: reprot\.pdf: There is no attachment named "reprot\.pdf"/);
    assert.equal(done.status, "downloaded");
    assert.equal((await sandbox.run(["get", "--all", "-o", "a"])).status, 2);
    for (const [path, folder] of [
      ["missing/x", "missing"],
      ["no/such/a", "no/such"],
    ]) {
      const { status, stderr } = await sandbox.run(["get", "a", "-o", path]);
      assert.deepEqual([status, stderr.split("\n")[0]], [1, `opik-attachments: ${path}: no folder ${folder} (ENOENT)`]);
      assert.match(stderr, /--dir/);
    }
    const below = await sandbox.run(["get", "a", "-o", "a/b"]);
    assert.deepEqual([below.status, below.stderr], [1, "opik-attachments: a/b: a is not a folder (ENOTDIR)\n"]);
    for (const args of [["a/"], ["a", "--dir"], ["a", "report.pdf"], ["./a//"]]) {
      const { status, stderr } = await sandbox.run(["get", "a", "-o", ...args]);
      assert.deepEqual([args, status], [args, 2]);
      assert.match(stderr, /^opik-attachments: --output: expected a folder, but "/);
    }
  });
});

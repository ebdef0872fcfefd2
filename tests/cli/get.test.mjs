// get: where files go, and that nothing is overwritten which was there.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { lstat, mkdir, readFile, readdir, symlink, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { bothModes, inModes, jsonLines } from "./command.mjs";

inModes(bothModes, (newPlace) => {
  test("to the current folder, to a folder, to a file, and to stdout", async () => {
    const place = await newPlace();
    const bytes = randomBytes(6 * 2 ** 20);
    await place.upload({ "a.bin": bytes, "b.txt": "bee" });
    const here = await place.run(["get", "a.bin", "b.txt"]);
    assert.deepEqual([here.status, here.stderr], [0, ""]);
    assert.deepEqual(here.stdout.split("\n").sort(), [
      "",
      "downloaded\t3\tb.txt",
      `downloaded\t${bytes.length}\ta.bin`,
    ]);
    assert.deepEqual(await readFile(place.path("a.bin")), bytes);

    for (const [args, path] of [
      [["-o", "new/folder/"], "new/folder/b.txt"],
      [["-o", "new"], "new/b.txt"],
      [["--output=new/c.txt"], "new/c.txt"],
    ]) {
      const { status, stdout } = await place.run(["get", "b.txt", ...args]);
      assert.deepEqual([status, stdout], [0, `downloaded\t3\t${path}\n`]);
      assert.equal(await readFile(place.path(path), "utf8"), "bee");
    }
    const both = await place.shell('"$OA" get --trace $ID b.txt a.bin -o - | sha256sum; cat b.txt a.bin | sha256sum');
    const [got, expected] = both.stdout.split("\n");
    assert.deepEqual([got, both.stderr], [expected, ""]);
    assert.deepEqual((await readdir(place.folder)).sort(), ["a.bin", "b.txt", "new"]);
  });

  test("--all fetches everything into a folder, and says as JSON where to", async () => {
    const place = await newPlace();
    await place.upload({ a: "1", "b.txt": "", "c.txt": "333" });
    const { status, stdout } = await place.run(["get", "--all", "-o", "out", "--json"]);
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
    assert.deepEqual((await readdir(place.path("out"))).sort(), ["a", "b.txt", "c.txt"]);
  });

  test("what is there is not overwritten, unless it is said; one that fails does not stop the others", async () => {
    const place = await newPlace();
    await place.upload({ "a.txt": "new!", "b.txt": "new" });
    await writeFile(place.path("a.txt"), "old!");
    const refused = await place.run(["get", "a.txt", "b.txt"]);
    assert.equal(refused.status, 1);
    assert.equal(refused.stdout, "downloaded\t3\tb.txt\n");
    assert.equal(
      refused.stderr,
      "opik-attachments: a.txt is there already (EEXIST)\n  --force replaces it, --output chooses another place.\n",
    );
    assert.deepEqual((await readdir(place.folder)).sort(), ["a.txt", "b.txt"], "nothing was even begun");
    const skipped = await place.run(["get", "--all", "--if-exists", "skip"]);
    assert.deepEqual([skipped.status, skipped.stderr], [0, ""]);
    assert.equal(await readFile(place.path("a.txt"), "utf8"), "old!");
    const forced = await place.run(["get", "a.txt", "--force"]);
    assert.deepEqual([forced.status, forced.stdout], [0, "downloaded\t4\ta.txt\n"]);
    assert.equal(await readFile(place.path("a.txt"), "utf8"), "new!");
    const other = await writeFile(place.path("a.txt"), "of another size").then(() =>
      place.run(["get", "a.txt", "--if-exists", "skip"]),
    );
    assert.equal(other.status, 1);
    assert.equal(await readFile(place.path("a.txt"), "utf8"), "of another size");
  });

  test("links, folders and pipes that lie there are neither followed nor replaced nor waited for", async () => {
    const place = await newPlace();
    await place.upload({ link: "new", dangling: "new", folder: "new", pipe: "new" });
    await mkdir(place.path("out/folder"), { recursive: true });
    await writeFile(place.path("outside"), "outside");
    await symlink("../outside", place.path("out/link"));
    await symlink("../nowhere", place.path("out/dangling"));
    await place.shell("mkfifo out/pipe");
    const outside = async () => [await readFile(place.path("outside"), "utf8"), (await readdir(place.folder)).sort()];

    const polite = await place.run(["get", "--all", "-o", "out"]);
    assert.deepEqual([polite.status, polite.stdout], [1, ""]);
    assert.equal(polite.stderr.match(/is there already/g).length, 4);
    assert.deepEqual(await outside(), ["outside", ["out", "outside"]]);

    const forced = await place.run(["get", "--all", "-o", "out", "--force"]);
    assert.equal(forced.status, 1);
    assert.equal(forced.stderr.match(/and is no file/g).length, 2);
    for (const name of ["link", "dangling"]) {
      assert.ok((await lstat(place.path("out", name))).isFile(), "the link itself is replaced");
      assert.equal(await readFile(place.path("out", name), "utf8"), "new");
    }
    assert.deepEqual(await outside(), ["outside", ["out", "outside"]]);
    assert.deepEqual((await readdir(place.path("out"))).sort(), ["dangling", "folder", "link", "pipe"]);
  });

  test("a name that is not there, and a folder that cannot be made", async () => {
    const place = await newPlace();
    await place.upload({ "report.pdf": "1", a: "2" });
    const missing = await place.run(["get", "reprot.pdf", "a", "--json"]);
    assert.equal(missing.status, 1);
    const [failed, done] = jsonLines(missing.stdout);
    assert.deepEqual(
      [failed.status, failed.error.code, failed.error.hint],
      ["failed", "ATTACHMENT_NOT_FOUND", "Closest names: report.pdf"],
    );
    assert.equal(done.status, "downloaded");
    assert.equal((await place.run(["get", "--all", "-o", "a"])).status, 2);
    const nowhere = await place.run(["get", "a", "-o", "no/such/a"]);
    assert.equal(nowhere.status, 1);
    assert.match(nowhere.stderr, /ENOENT/);
  });
});

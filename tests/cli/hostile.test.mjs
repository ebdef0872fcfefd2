// Attachments with hostile names, fetched by the real command: nothing leaves the folder.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { bothModes, inModes, jsonLines } from "./command.mjs";
import { isHarmless, storable, twins } from "./hostile-names.mjs";

const names = [...storable.map(([name]) => name), ...twins.flat()];

inModes(
  bothModes,
  (newSandbox) => {
    test("--all writes each into the folder, under a name that is its own and that JSON tells", async () => {
      const sandbox = await newSandbox();
      const stored = new Set(names);
      await sandbox.upload(Object.fromEntries([...stored].map((name) => [name, `bytes of ${name}`])));
      await mkdir(sandbox.path("deep/out"), { recursive: true });
      await writeFile(sandbox.path("deep/beside"), "untouched");

      const { status, stdout, stderr } = await sandbox.run(["get", "--all", "-o", "out", "--json"], {
        cwd: sandbox.path("deep"),
      });
      assert.deepEqual([status, stderr], [0, ""]);
      const told = new Map(jsonLines(stdout).map(({ fileName, path }) => [fileName, path]));
      assert.deepEqual(new Set(told.keys()), stored);
      for (const [name, path] of told) {
        assert.match(path, /^out\/[^/]+$/);
        assert.equal(await readFile(sandbox.path("deep", path), "utf8"), `bytes of ${name}`);
      }
      const files = await readdir(sandbox.path("deep/out"));
      assert.equal(files.length, stored.size);
      assert.deepEqual(
        files.filter((name) => !isHarmless(name)),
        [],
      );
      assert.deepEqual(await readdir(sandbox.path("deep")), ["beside", "out"]);
      assert.deepEqual(await readdir(sandbox.folder), ["deep"]);
      for (const victim of ["/etc/passwd~", "/_etc_passwd", "/evil.exe"])
        await assert.rejects(stat(victim), { code: "ENOENT" });
    });

    test("one by one they get the same names; where to is said by --output alone", async () => {
      const sandbox = await newSandbox();
      await sandbox.upload({ "/etc/passwd": "1", ".npmrc": "2" });
      const { stdout } = await sandbox.run(["get", "/etc/passwd", ".npmrc"]);
      assert.deepEqual(stdout.split("\n").sort(), ["", "downloaded\t1\t_etc_passwd", "downloaded\t1\t_npmrc"]);
      assert.equal((await sandbox.run(["get", ".npmrc", "-o", ".npmrc"])).status, 0);
      assert.equal(await readFile(sandbox.path(".npmrc"), "utf8"), "2");
    });

    test("a list with names that cannot be stored does no harm either", async () => {
      const sandbox = await newSandbox();
      await sandbox.upload({ "a.txt": "1", "b.txt": "2" });
      const value = "../../escaped\u001b[2J\n.txt";
      const rename = { type: "replace", pointer: "/content/0/file_name", value };
      await sandbox.server.faults.add({ origin: "backend", path: "*/attachment/list*", action: rename });
      const listed = await sandbox.run(["ls"]);
      await mkdir(sandbox.path("deep/out"), { recursive: true });
      const { status, stdout, stderr } = await sandbox.run(["get", "--all", "-o", "out"], {
        cwd: sandbox.path("deep"),
      });
      await sandbox.server.faults.clear();
      assert.equal(listed.stdout.split("\n").length, 3);
      assert.ok(listed.stdout.includes("../../escaped\\u001b[2J\\u000a.txt"), listed.stdout);
      assert.equal(status, 1);
      assert.match(stdout, /^downloaded\t1\tout\/[ab]\.txt\n$/);
      assert.doesNotMatch(stderr, /\x1b/);
      assert.equal((await readdir(sandbox.path("deep/out"))).length, 1);
      assert.deepEqual(await readdir(sandbox.path("deep")), ["out"]);
      assert.deepEqual(await readdir(sandbox.folder), ["deep"]);
    });
  },
  ["--object-names", "any"],
);

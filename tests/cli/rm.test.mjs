// rm: by name, and all of them. The question on a terminal is in terminal.test.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bothModes, inModes, jsonLines } from "./command.mjs";

inModes(bothModes, (newSandbox) => {
  test("names go, and one that is not there is an error that does not stop the others", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ a: "1", b: "2", c: "3" });
    const { status, stdout, stderr } = await sandbox.run(["rm", "b", "nothing", "a"]);
    assert.deepEqual([status, stdout], [1, "deleted\tb\ndeleted\ta\n"]);
    assert.match(stderr, /named "nothing".*\(ATTACHMENT_NOT_FOUND\)/);
    assert.deepEqual(await sandbox.names(), ["c"]);
  });

  test("--force does not mind, and JSON says what went", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ a: "1" });
    const { status, stdout, stderr } = await sandbox.run(["rm", "--force", "--json", "nothing", "a"]);
    assert.deepEqual([status, jsonLines(stdout), stderr], [0, [{ fileName: "a", status: "deleted" }], ""]);
    assert.equal((await sandbox.run(["rm", "-f", "nothing"])).status, 0);
  });

  test("--all is refused where nobody can be asked, and goes with --yes or --force", async () => {
    const sandbox = await newSandbox();
    for (const consent of ["--yes", "--force"]) {
      await sandbox.upload({ a: "1", b: "2" });
      const refused = await sandbox.run(["rm", "--all"], { input: "y\n" });
      assert.deepEqual([refused.status, refused.stdout], [2, ""]);
      assert.match(refused.stderr, /--yes/);
      assert.deepEqual(await sandbox.names(), ["a", "b"]);
      assert.equal((await sandbox.run(["rm", "--all", consent])).status, 0);
      assert.deepEqual(await sandbox.names(), []);
    }
  });
});

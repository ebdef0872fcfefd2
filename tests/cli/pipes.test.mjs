// What is printed into pipes: that they may close early, or be full, and that no bar gets into them.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { inModes } from "./command.mjs";

inModes(["store"], (newSandbox) => {
  test("a reader that has gone ends it quietly, with the status of a program that SIGPIPE ends", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.bin": randomBytes(3_000_000), b: "1" });
    for (const command of ["ls", "ls --json", "get a.bin -o -", "get --all -o out --json", "rm b"]) {
      const { stdout, stderr } = await sandbox.shell(
        `"$OA" ${command} --trace $ID | head -c 0; echo \${PIPESTATUS[0]}`,
      );
      assert.deepEqual([command, stdout, stderr], [command, "141\n", ""]);
    }
    const { stdout } = await sandbox.shell(
      '"$OA" ls nothing --trace $ID 2>&1 >/dev/null | head -c 0; echo ${PIPESTATUS[0]}',
    );
    assert.equal(stdout, "141\n");
  });

  test("stdout that takes nothing is an error", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ a: "1" });
    for (const command of ["ls", "get a -o -"]) {
      const { status, stderr } = await sandbox.shell(`"$OA" ${command} --trace $ID > /dev/full`);
      assert.equal(status, 1, command);
      assert.match(stderr, /^opik-attachments: .*ENOSPC.*\n$/, command);
    }
  });

  test("no bar and no escape gets where no terminal is", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.bin": randomBytes(3_000_000) });
    const { stdout, stderr } = await sandbox.run(["get", "a.bin"], { env: { FORCE_COLOR: "1", TERM: "xterm" } });
    assert.deepEqual([stdout, stderr], ["downloaded\t3000000\ta.bin\n", ""]);
  });
});

// Signals: the program tidies up and then ends by the same signal, as a shell expects of it. What becomes of downloads
// is in resume.test.mjs, and Ctrl-C on a terminal in terminal.test.mjs.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import { bothModes, inModes, until } from "./command.mjs";

const faultActed = async (sandbox) => (await sandbox.server.faults.list())[0].acted > 0;

inModes(bothModes, (newSandbox) => {
  for (const signal of ["SIGINT", "SIGTERM"]) {
    test(`${signal} ends an upload, and nothing is stored`, async () => {
      const sandbox = await newSandbox();
      await sandbox.upload({ other: "1" });
      await writeFile(sandbox.path("a.bin"), randomBytes(1_000_000));
      await sandbox.server.faults.add({ method: "PUT", action: { type: "stall", request_bytes: 1000 } });
      const { child, ended } = sandbox.start(["put", "a.bin"]);
      await until(() => faultActed(sandbox), "the upload stalls");
      child.kill(signal);
      assert.deepEqual(await ended, { status: null, signal, stdout: "", stderr: "" });
      await sandbox.server.faults.clear();
      assert.deepEqual(await sandbox.names(), ["other"]);
    });
  }

  test("the second SIGINT ends it at once, whatever the first one is waiting for", async () => {
    const sandbox = await newSandbox();
    // A program that never gets tidy: nothing is told to end.
    const stuck = 'AbortController.prototype.abort = () => process.stderr.write("stuck")';
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(stuck)}` };
    await sandbox.server.faults.add({ action: { type: "stall" } });
    const { child, ended, printed } = sandbox.start(["ls"], { env });
    await until(() => faultActed(sandbox), "the list stalls");
    child.kill("SIGINT");
    await until(() => printed.stderr === "stuck", "the first signal is noticed");
    child.kill("SIGINT");
    await sandbox.server.faults.clear();
    assert.deepEqual(await ended, { status: null, signal: "SIGINT", stdout: "", stderr: "stuck" });
  });
});

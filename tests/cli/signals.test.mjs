// Signals: the program tidies up and then ends by the same signal, as a shell expects of it. What becomes of downloads
// is in resume.test.mjs, and Ctrl-C on a terminal in terminal.test.mjs.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import { bothModes, inModes, until } from "./command.mjs";

const faultActed = async (place) => (await place.server.faults.list())[0].acted > 0;

inModes(bothModes, (newPlace) => {
  for (const signal of ["SIGINT", "SIGTERM"]) {
    test(`${signal} ends an upload, and nothing is stored`, async () => {
      const place = await newPlace();
      await place.upload({ other: "1" });
      await writeFile(place.path("a.bin"), randomBytes(1_000_000));
      await place.server.faults.add({ method: "PUT", action: { type: "stall", request_bytes: 1000 } });
      const { child, ended } = place.start(["put", "a.bin"]);
      await until(() => faultActed(place), "the upload stalls");
      child.kill(signal);
      assert.deepEqual(await ended, { status: null, signal, stdout: "", stderr: "" });
      await place.server.faults.clear();
      assert.deepEqual(await place.names(), ["other"]);
    });
  }

  test("the second SIGINT ends it at once, whatever the first one is waiting for", async () => {
    const place = await newPlace();
    // A program that never gets tidy: nothing is told to end.
    const stuck = 'AbortController.prototype.abort = () => process.stderr.write("stuck")';
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(stuck)}` };
    await place.server.faults.add({ action: { type: "stall" } });
    const { child, ended, printed } = place.start(["ls"], { env });
    await until(() => faultActed(place), "the list stalls");
    child.kill("SIGINT");
    await until(() => printed.stderr === "stuck", "the first signal is noticed");
    child.kill("SIGINT");
    await place.server.faults.clear();
    assert.deepEqual(await ended, { status: null, signal: "SIGINT", stdout: "", stderr: "stuck" });
  });
});

// ls, in a pipe and as JSON. What it shows on a terminal is in terminal.test.mjs.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import { bothModes, inModes, jsonLines } from "./command.mjs";

inModes(bothModes, (newSandbox) => {
  test("in a pipe: exact sizes, types and names between tabs, in order of the names", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "b.png": "png", "a.txt": "x".repeat(1500), "名前.bin": "" });
    const { status, stdout, stderr } = await sandbox.run(["ls"]);
    const lines = "1500\ttext/plain\ta.txt\n3\timage/png\tb.png\n0\tapplication/octet-stream\t名前.bin\n";
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: lines, stderr: "" });
  });

  test("as JSON: a line for each, without the link, which may be a secret", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "b.png": "png", "a.bin": "12345" });
    const { status, stdout } = await sandbox.run(["ls", "--json"]);
    assert.equal(status, 0);
    assert.deepEqual(jsonLines(stdout), [
      { fileName: "a.bin", fileSize: 5, mimeType: "application/octet-stream", previewable: false },
      { fileName: "b.png", fileSize: 3, mimeType: "image/png", previewable: true },
    ]);
  });

  test("names choose, and one that is not there fails with the closest one as a hint", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "report.pdf": "1", "other.txt": "2" });
    const { status, stdout, stderr } = await sandbox.run(["ls", "other.txt", "reprot.pdf"]);
    assert.equal(status, 1);
    assert.equal(stdout, "1\ttext/plain\tother.txt\n");
    assert.match(
      stderr,
      /^opik-attachments: reprot\.pdf: There is no attachment named "reprot.pdf" .*\(ATTACHMENT_NOT_FOUND\)$/m,
    );
    assert.match(stderr, /^ {2}Closest names: report.pdf$/m);
    assert.doesNotMatch(stderr, /^ +at /m);
  });

  test("a name in another Unicode form is missing, with a hint at the one that is there; patterns match both", async () => {
    const sandbox = await newSandbox();
    const [composed, decomposed] = ["NFC", "NFD"].map((form) => "é.txt".normalize(form));
    for (const [there, asked] of [
      [composed, decomposed],
      [decomposed, composed],
    ]) {
      const sandbox = await newSandbox();
      await sandbox.upload({ [there]: "1" });
      for (const command of ["ls", "get", "rm"]) {
        const { status, stderr } = await sandbox.run([command, asked]);
        assert.equal(status, 1);
        assert.ok(stderr.startsWith(`opik-attachments: ${asked}: There is no`), stderr);
        assert.match(stderr, /^ {2}The same name in another Unicode form is there: /m);
      }
      assert.equal((await sandbox.run(["ls", asked.replace(".txt", "*")])).stdout, `1\ttext/plain\t${there}\n`);
      await writeFile(sandbox.path(there), "local");
      const { status, stderr } = await sandbox.run(["put", asked]);
      assert.equal(status, 1);
      assert.ok(stderr.startsWith(`opik-attachments: ${asked}: `), stderr);
      assert.match(stderr, /^ {2}There is a file of the same name in another Unicode form\.$/m);
    }
    assert.doesNotMatch((await sandbox.run(["put", "nothing"])).stderr, /Unicode/);
  });

  test("a span is not a trace, and nothing is no failure", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ a: "1" });
    const { status, stdout, stderr } = await sandbox.shell('"$OA" ls --span $ID');
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "No attachments.\n" });
  });

  test("options win over the environment, and a project that is not there fails", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ a: "1" });
    const other = await sandbox.run(["ls", "--project", "nobody"]);
    assert.deepEqual([other.status, other.stdout], [1, ""]);
    assert.match(other.stderr, /"nobody".*\(PROJECT_NOT_FOUND\)/);
    assert.match(other.stderr, /"default" has no such project.*apiKey is not set/s);
    const env = { OPIK_URL_OVERRIDE: "http://127.0.0.1:9", OPIK_PROJECT_NAME: "nobody", OPIK_WORKSPACE: "nobody" };
    const options = ["--url", sandbox.server.apiUrl, "--project", "demo", "--workspace", "default"];
    assert.equal((await sandbox.run(["ls", ...options], { env })).stdout, "1\tapplication/octet-stream\ta\n");
  });
});

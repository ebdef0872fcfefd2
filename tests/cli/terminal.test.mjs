// What a person sees: tables, progress bars, questions and Ctrl-C, in a pseudo-terminal.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdir, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { columnsOf } from "../../pkg/cli/ui/text.js";
import { inModes, until } from "./command.mjs";

const erase = "\r\x1b[K";
const slow = { method: "GET", path: "*a.bin*", action: { type: "slow", bytes_per_second: 2_000_000 } };

/** The lines that were drawn over each other, each of which stood alone on the last line for a while. */
const drawn = (screen) =>
  screen
    .split(erase)
    .slice(1)
    .map((text) => text.split("\r\n")[0])
    .filter((line) => line !== "");

inModes(["store"], (newSandbox) => {
  test("a table: sizes in units, types cut to a third of the terminal, names never", async () => {
    const sandbox = await newSandbox();
    const long = `${"long ".repeat(20)}name.docx`;
    await sandbox.upload({ "b.bin": "x".repeat(1_234_567), "a.png": "1", [long]: "" });
    for (const [columns, docx, octets] of [
      [80, "application/vnd.openxmlfo…", "application/octet-stream"],
      [40, "application/vn…", "application/oc…"],
    ]) {
      const { screen, status } = await sandbox.inTerminal(["ls"], { columns }).ended;
      const line = (size, type, name) => `${size.padStart(8)}  ${type.padEnd(docx.length)}  ${name}\r\n`;
      assert.equal(
        screen,
        line("1 B", "image/png", "a.png") + line("1.2 MiB", octets, "b.bin") + line("0 B", docx, long),
      );
      assert.equal(status, 0);
    }
  });

  for (const columns of [100, 80, 40, 20, 5]) {
    test(`a bar fits ${columns} columns, and has gone at the end`, async () => {
      const sandbox = await newSandbox();
      await sandbox.upload({ "a.bin": randomBytes(3_000_000) });
      await sandbox.server.faults.add(slow);
      const { screen, status } = await sandbox.inTerminal(["get", "a.bin"], { columns }).ended;
      await sandbox.server.faults.clear();
      assert.equal(status, 0);
      const lines = drawn(screen);
      assert.ok(lines.length >= 3, screen);
      assert.deepEqual(
        lines.slice(0, -1).filter((line) => columnsOf(line) >= columns),
        [],
      );
      if (columns >= 40) assert.match(lines.at(-2), /^a\.bin .*\d+ %/);
      if (columns >= 80) assert.match(lines.at(-2), /\[=+>? *\].* of 2\.9 MiB .*iB\/s/);
      // Nothing but the result stays, and colours and the cursor are left alone.
      assert.ok(screen.endsWith(`${erase}downloaded   2.9 MiB  a.bin\r\n`), JSON.stringify(screen.slice(-200)));
      assert.deepEqual(screen.replaceAll(erase, "").match(/\x1b/g), null);
    });
  }

  test("a bar fits the terminal that it finds after it was made narrower", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.bin": randomBytes(3_000_000) });
    await sandbox.server.faults.add(slow);
    const { printed, resize, ended } = sandbox.inTerminal(["get", "a.bin"], { columns: 80 });
    await until(() => drawn(printed.stdout).length > 2, "the bar is drawn");
    resize(40);
    const { screen } = await ended;
    await sandbox.server.faults.clear();
    const widths = drawn(screen).slice(0, -1).map(columnsOf);
    assert.ok(widths[1] > 40, `${widths}`);
    assert.ok(widths.at(-1) < 40, `${widths}`);
  });

  test("one bar is for the sum of several uploads", async () => {
    const sandbox = await newSandbox();
    for (const name of ["a.bin", "b.bin"]) await writeFile(sandbox.path(name), randomBytes(2_000_000));
    await sandbox.server.faults.add({ method: "PUT", action: { type: "slow", bytes_per_second: 2_000_000 } });
    const { screen } = await sandbox.inTerminal(["put", "a.bin", "b.bin"]).ended;
    await sandbox.server.faults.clear();
    assert.match(drawn(screen)[0], /^2 files .* of 3\.8 MiB/);
    assert.ok(
      screen.endsWith(`${erase}uploaded   1.9 MiB  a.bin\r\nuploaded   1.9 MiB  b.bin\r\n`),
      JSON.stringify(screen),
    );
  });

  test("a terminal that cannot draw gets no bar, and neither does one that gets the bytes", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.bin": "x\n".repeat(1_000_000) });
    const dumb = await sandbox.inTerminal(["get", "a.bin"], { env: { TERM: "dumb" } }).ended;
    assert.equal(dumb.screen, "downloaded   1.9 MiB  a.bin\r\n");
    const bytes = await sandbox.inTerminal(["get", "a.bin", "-o", "-"]).ended;
    assert.equal(bytes.screen, "x\r\n".repeat(1_000_000));
  });

  test("a hostile name cannot write on the terminal", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.txt": "1" });
    const value = "\u001b]0;owned\u0007\u202etxt.exe";
    const action = { type: "replace", pointer: "/content/0/file_name", value };
    await sandbox.server.faults.add({ origin: "backend", path: "*/attachment/list*", action });
    const listed = await sandbox.inTerminal(["ls"]).ended;
    const got = await sandbox.inTerminal(["get", "--all"]).ended;
    await sandbox.server.faults.clear();
    for (const { screen } of [listed, got]) {
      assert.doesNotMatch(screen.replaceAll(erase, ""), /[\x1b\x07\u202e]/);
      assert.match(screen, /\\u001b\]0;owned\\u0007\\u202etxt\.exe/);
    }
  });

  test("rm --all asks, and does it only after a yes", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ a: "1", b: "2" });
    const answer = async (text) => {
      const { printed, type, ended } = sandbox.inTerminal(["rm", "--all"]);
      await until(
        () => printed.stdout.includes(`Delete all 2 attachments of trace ${sandbox.id}? [y/N] `),
        "the question",
      );
      type(text);
      return ended;
    };
    for (const no of ["n\n", "\n", "yellow\n", "\x04"]) {
      const { status, screen } = await answer(no);
      assert.equal(status, 1, JSON.stringify(no));
      assert.match(screen, /Nothing was deleted\./);
    }
    const interrupted = await answer("\x03");
    assert.deepEqual([interrupted.signal, interrupted.status], [2, null]);
    assert.deepEqual(await sandbox.names(), ["a", "b"]);
    const { status, screen } = await answer("y\n");
    assert.equal(status, 0);
    assert.ok(screen.endsWith("deleted  a\r\ndeleted  b\r\n"), screen);
    assert.deepEqual(await sandbox.names(), []);
  });

  test("Ctrl-C takes the bar away and leaves the partial", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.bin": randomBytes(3_000_000) });
    await sandbox.server.faults.add({ ...slow, action: { type: "stall", response_bytes: 1_000_000 } });
    const { printed, type, ended } = sandbox.inTerminal(["get", "a.bin"]);
    await until(() => drawn(printed.stdout).length > 0, "the bar is drawn");
    type("\x03");
    const { signal, screen } = await ended;
    await sandbox.server.faults.clear();
    assert.equal(signal, 2);
    assert.ok(screen.endsWith(erase), JSON.stringify(screen.slice(-100)));
    assert.match((await readdir(sandbox.folder)).join(), /^a\.bin\.[0-9a-f]{16}\.opik-part$/);
  });
});

// Wrong command lines, the help, and what a failure shows: never a stack that nobody asked for, never a key.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { startServer } from "../../scripts/lib/server.mjs";
import { inModes, Sandbox } from "./command.mjs";

const key = "sk-very-secret-key";
const id = "0190babc-62a0-71d2-832a-0feffa4676eb";

/** The whole command line, and what stderr says about it. */
const wrong = {
  "": /^Usage: /,
  lst: /unknown command "lst": expected ls, get, put, rm or doctor/,
  ls: /expected --trace ID or --span ID/,
  [`ls --trace ${id} --span ${id}`]: /and not both/,
  "ls --trace": /--trace/,
  "ls --trace=": /expected --trace ID or --span ID/,
  "ls --trace 5": /^opik-attachments: --trace: expected a UUID such as .* \(INVALID_ARGUMENT\)\n$/,
  "ls --span 5": /--span: expected a UUID/,
  [`ls --trace ${id} --url ftp://x`]: /--url: expected/,
  [`ls --trace ${id} --project=`]: /--project: expected/,
  [`ls --trace ${id} --workspace=`]: /--workspace: expected/,
  [`ls --trace ${id} --nonsense`]:
    /^opik-attachments: Unknown option '--nonsense'\nSee opik-attachments ls --help\.\n$/,
  [`ls --trace ${id} --api-key=${key}`]: /Unknown option '--api-key'/,
  [`ls --trace ${id} --force`]: /ls has no option --force/,
  [`put --trace ${id}`]: /put: expected at least one FILE/,
  [`get --trace ${id}`]: /get: expected at least one FILE/,
  [`rm --trace ${id}`]: /rm: expected at least one FILE/,
  [`get --trace ${id} --all a`]: /--all takes no FILE/,
  [`get --trace ${id} --all -o -`]: /-o - cannot be combined with --all, --dir or --json/,
  [`get --trace ${id} a --dir -o -`]: /-o - cannot be combined/,
  [`ls --trace ${id} --dir`]: /ls has no option --dir/,
  [`get --trace ${id} a --allow-empty`]: /get has no option --allow-empty/,
  [`get --trace ${id} a -o - --json`]: /-o - cannot be combined/,
  [`get --trace ${id} a --force --if-exists skip`]: /expected only one of them/,
  [`put --trace ${id} a --if-exists never`]: /--if-exists: expected replace, error, skip, got "never"/,
  [`put --trace ${id} a b --name c`]: /take a single FILE/,
  [`put --trace ${id} -`]: /--name is required/,
  [`put --trace ${id} - a`]: /must be the only FILE/,
  [`put --trace ${id} a --type nonsense`]: /--type: expected/,
  [`put --trace ${id} /etc/hostname --name ..`]: /--name: expected a file name/,
};

inModes(["store"], (newSandbox) => {
  test("what is wrong is told on stderr, with status 2, before anything is sent", async () => {
    const sandbox = await newSandbox();
    const seen = (await sandbox.server.requests()).length;
    for (const [line, message] of Object.entries(wrong)) {
      const { status, stdout, stderr } = await sandbox.shell(`"$OA" ${line}`);
      assert.deepEqual([line, status, stdout], [line, 2, ""]);
      assert.match(stderr, message);
      assert.ok(!stderr.includes(key) && !/^ +at /m.test(stderr), stderr);
    }
    assert.equal((await sandbox.server.requests()).length, seen);
  });

  test("a setting of the environment is not called an option", async () => {
    const sandbox = await newSandbox();
    const { status, stderr } = await sandbox.run(["ls"], { env: { OPIK_CONFIG_PATH: "/no/such/file" } });
    assert.equal(status, 2);
    assert.match(stderr, /^opik-attachments: OPIK_CONFIG_PATH: expected the path of a file, got "\/no\/such\/file" /);
    const { stderr: url } = await sandbox.run(["ls"], { env: { OPIK_URL_OVERRIDE: "ftp://x" } });
    assert.doesNotMatch(url, /--url/);
  });

  test("the help and the version are on stdout, wherever they are asked for", async () => {
    const sandbox = await newSandbox();
    const { version } = JSON.parse(await readFile(new URL("../../pkg/package.json", import.meta.url), "utf8"));
    assert.equal((await sandbox.shell('"$OA" --version')).stdout, `${version}\n`);
    for (const line of ["--help", "-h", "get --help", "put a -h --trace 5"]) {
      const { status, stdout, stderr } = await sandbox.shell(`"$OA" ${line}`);
      assert.deepEqual([status, stderr], [0, ""]);
      assert.match(stdout, /^Usage: opik-attachments/);
      assert.equal(/^ {2}-o, --output PATH/m.test(stdout), line !== "put a -h --trace 5");
    }
  });

  test("options may stand before the command, and -- ends them", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "-rf": "1" });
    const { status, stdout } = await sandbox.shell('"$OA" --trace $ID get -o out/ -- -rf && cat out/-rf');
    assert.deepEqual([status, stdout], [0, "downloaded\t1\tout/-rf\n1"]);
  });

  test("--debug tells of requests that are sent again, and shows a stack; else there is neither", async () => {
    const sandbox = await newSandbox();
    const refusal = { type: "status", status: 503 };
    const list = { origin: "backend", path: "*/attachment/list*" };
    for (const [args, shows] of [
      [[], false],
      [["--debug"], true],
    ]) {
      await sandbox.server.faults.add([
        { ...list, times: 1, action: refusal },
        { ...list, action: { ...refusal, status: 418 } },
      ]);
      await sandbox.upload({ a: "1" });
      const { status, stderr } = await sandbox.run(["ls", ...args]);
      await sandbox.server.faults.clear();
      assert.equal(status, 1);
      assert.match(stderr, /^opik-attachments: .*418.*\(API_ERROR\)$/m);
      assert.deepEqual([/^getAttachmentList: attempt 1 failed/m.test(stderr), /^ +at /m.test(stderr)], [shows, shows]);
    }
  });
});

let guarded;
before(async () => {
  guarded = await startServer({ mode: "store", switches: ["--auth", `${key}@team`] });
});
after(() => guarded.stop());

test("no failure shows a key or the query of a presigned link, not even with --debug", async () => {
  const sandbox = new Sandbox(guarded, import.meta.dirname);
  const env = { OPIK_API_KEY: `${key}-that-is-wrong`, OPIK_WORKSPACE: "team" };
  // What is read is hidden from a key that is wrong, and what is written is refused.
  const hidden = /^opik-attachments: .*\(PROJECT_NOT_FOUND\)\n {2}.*has no such project.*the API key may not see it/;
  for (const [expected, ...args] of [
    [hidden, "ls"],
    [/\(UNAUTHORIZED\)/, "put", "package.json"],
    [hidden, "get", "a"],
    [hidden, "rm", "a"],
  ]) {
    const { status, stdout, stderr } = await sandbox.run([...args, "--debug"], { env });
    assert.equal(status, 1);
    assert.match(stderr, expected);
    assert.ok(!stderr.includes(key) && !stdout.includes(key), stderr);
  }
  const good = { ...env, OPIK_API_KEY: key };
  assert.equal((await sandbox.run(["put", "package.json"], { env: good })).status, 0);
  const { status, stdout } = await sandbox.run(["ls", "--json"], { env: good });
  assert.equal(status, 0);
  assert.doesNotMatch(stdout, /X-Amz/i);
});

// Stack traces begin where the package was called, and Node shows no long source line of the package.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { describe, test } from "node:test";
import { join } from "node:path";
import { AttachmentClient, AttachmentError } from "opik-attachments";

const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };
const here = new URL(import.meta.url).pathname;

/** Returns the first line of a stack that names a function and a file. */
const first = (error) => error.stack.split("\n").find((line) => /^ {4}at /.test(line));

/** Answers like an Opik whose downloads, uploads and deletions all fail. */
async function failing(url) {
  if (url.endsWith("/retrieve")) return Response.json({ id: target.entityId });
  if (!url.includes("/list?")) return Response.json({ message: "no" }, { status: 400 });
  return Response.json({ total: 1, content: [{ file_name: "a", file_size: 9, mime_type: "x/y", link: "http://e/a" }] });
}
const client = new AttachmentClient({ fetch: failing, maxAttempts: 1 });
const file = new Blob(["x"]);

describe("a stack begins in the function that called", () => {
  async function thisCaller(name, argument) {
    return client[name]({ ...target, ...argument });
  }
  const calls = {
    getAttachmentList: { entityId: "none" },
    downloadAttachment: { fileName: "a" },
    uploadAttachment: { file, fileName: "a" },
    deleteAttachments: { fileNames: ["a"] },
  };
  for (const [name, argument] of Object.entries(calls)) {
    test(name, async () => {
      const error = await thisCaller(name, argument).catch((thrown) => thrown);
      assert.ok(error instanceof AttachmentError && error instanceof Error, String(error));
      assert.ok(error.stack.startsWith(`AttachmentError: ${error.message}\n`), error.stack);
      assert.match(first(error), /thisCaller/);
      assert.ok(first(error).includes(here), error.stack);
      assert.doesNotMatch(error.stack, /opik-attachments\/dist/);
      assert.ok(!Object.keys(error).includes("stack") && !Object.keys(error).includes("message"));
    });
  }

  test("uploadAttachments, in each result", async () => {
    const files = [{ file, fileName: "a" }, { file, fileName: "b" }];
    const results = await thisCaller("uploadAttachments", { files });
    assert.equal(results.length, 2);
    for (const { reason } of results) {
      assert.ok(reason.stack.startsWith(`AttachmentError: ${reason.message}\n`), reason.stack);
      assert.match(first(reason), /thisCaller/);
      assert.doesNotMatch(reason.stack, /opik-attachments\/dist/);
    }
  });

  test("a stream that breaks", async () => {
    const fetch = async (url) => (url === "http://e/a" ? new Response("cut") : failing(url));
    const broken = new AttachmentClient({ fetch, maxAttempts: 1 });
    async function thisDownload() {
      return await broken.downloadAttachment({ ...target, fileName: "a" });
    }
    const error = await new Response(await thisDownload()).text().catch((thrown) => thrown);
    assert.equal(error.code, "CORRUPTED");
    assert.match(first(error), /thisDownload/);
    assert.doesNotMatch(error.stack, /opik-attachments\/dist/);
  });

  test("the constructor, also of a class derived from it, and fromEnv", () => {
    function thisMaker(make) {
      try {
        make();
      } catch (error) {
        return error;
      }
    }
    class Derived extends AttachmentClient {}
    const wrong = { apiUrl: 5 };
    for (const make of [() => new AttachmentClient(wrong), () => new Derived(wrong), () => AttachmentClient.fromEnv(wrong)]) {
      const error = thisMaker(make);
      assert.match(first(error), /new Derived|make|stack-traces\.test/);
      assert.doesNotMatch(error.stack, /opik-attachments\/dist/);
    }
  });

  test("a secret is in no stack", async () => {
    const secret = new AttachmentClient({ apiKey: "hunter2", fetch: async () => new Response("hunter2", { status: 400 }) });
    const error = await secret.getAttachmentList(target).catch((thrown) => thrown);
    assert.doesNotMatch(error.stack, /hunter2/);
  });
});

test("the reason of a signal comes through as it is, even if it is an error of ours", async () => {
  const reason = await client.getAttachmentList({ ...target, entityId: "none" }).catch((error) => error);
  const { stack } = reason;
  const own = new AttachmentError("mine", { code: "TIMEOUT", operation: "fromEnv" });
  for (const given of [reason, own, undefined]) {
    const signal = AbortSignal.abort(given);
    await assert.rejects(client.getAttachmentList({ ...target, signal }), (error) => error === signal.reason);
  }
  assert.equal(reason.stack, stack);
});

test("an uncaught error shows the caller's line, and no long one", () => {
  const source = (statement) => `
    import { AttachmentClient } from "opik-attachments";
    const client = new AttachmentClient();
    async function caller() {
      ${statement}; // the caller's line
    }
    await caller();`;
  const statements = [`await client.getAttachmentList({})`, `client.getAttachmentList({})`, `new AttachmentClient({ apiUrl: 5 })`];
  for (const statement of statements) {
    const args = ["--input-type=module", "--eval", source(statement)];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: import.meta.dirname, encoding: "utf8" });
    assert.equal(status, 1);
    assert.match(stderr, /AttachmentError: (entityType|apiUrl): .*\n {4}at (async )?caller /);
    if (!statement.startsWith("new")) assert.match(stderr, /\/\/ the caller's line\n +\^/);
    assert.ok(stderr.length < 2000, `${stderr.length} characters`);
    for (const line of stderr.split("\n")) assert.ok(line.length <= 250, line);
  }
});

test("no source line of what Node loads is longer than 200 characters", () => {
  const dist = join(import.meta.dirname, "node_modules/opik-attachments/dist");
  const scripts = readdirSync(dist).filter((name) => /\.c?js$/.test(name) && name !== "browser.js");
  assert.ok(scripts.length >= 6, scripts.join(" "));
  const longest = scripts.map((name) => [name, Math.max(...readFileSync(join(dist, name), "utf8").split("\n").map((line) => line.length))]);
  assert.deepEqual(longest.filter(([, length]) => length > 200), []);
});

describe("new AttachmentError, for tests", () => {
  test("takes what errors have", () => {
    const cause = new Error("behind it");
    const fields = { code: "API_ERROR", operation: "uploadAttachment", status: 500, body: { message: "no" }, attempts: 6, retryable: true, hint: "Try later." };
    const error = new AttachmentError("it failed", { ...fields, cause });
    assert.deepEqual({ ...error }, fields);
    assert.equal(error.message, "it failed");
    assert.equal(error.cause, cause);
    assert.ok(error instanceof AttachmentError && error instanceof Error);
    assert.equal(String(error), "AttachmentError: it failed");
  });

  test("has the defaults of an error that was raised before anything was sent", () => {
    const error = new AttachmentError("m", { code: "INVALID_ARGUMENT", operation: "fromEnv", status: undefined });
    assert.deepEqual({ ...error }, { code: "INVALID_ARGUMENT", operation: "fromEnv", attempts: 0, retryable: false });
    assert.ok(!("cause" in error));
  });

  test("begins its stack where it is made", () => {
    function thisMaker() {
      return new AttachmentError("m", { code: "TIMEOUT", operation: "fromEnv" });
    }
    assert.match(first(thisMaker()), /thisMaker/);
  });

  test("names what is missing", () => {
    for (const [given, field] of [[undefined, "code"], [{ code: 5, operation: "fromEnv" }, "code"], [{ code: "TIMEOUT" }, "operation"]]) {
      assert.throws(() => new AttachmentError("m", given), { code: "INVALID_ARGUMENT", message: new RegExp(`^${field}: expected a string`) });
    }
  });
});

// The doctor: what it finds with a good setup, and with each of the usual mistakes. It changes nothing and leaks nothing.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { freePort } from "../../scripts/lib/free-port.mjs";
import { startServer } from "../../scripts/lib/server.mjs";
import { bothModes, inModes, jsonLines, Sandbox } from "./command.mjs";

const key = "sk-very-secret-key-of-the-doctor";
const page = "https://app.example.com";

/** Runs the doctor without a trace. Resolves to the exit status, and the findings by the name of their check. */
async function diagnose(sandbox, args = [], { env, cwd, withTrace = false } = {}) {
  const run = withTrace
    ? await sandbox.run(["doctor", ...args, "--json"], { env, cwd })
    : await sandbox.shell(`cd "$WHERE" && "$OA" doctor ${args.join(" ")} --json`, {
        env: { WHERE: cwd ?? sandbox.folder, ...env },
      });
  for (const text of [run.stdout, run.stderr]) {
    assert.ok(!text.includes(key), text);
    assert.doesNotMatch(text, /X-Amz|Signature=/i);
    assert.doesNotMatch(text, /^ +at /m);
  }
  const findings = Object.fromEntries(jsonLines(run.stdout).map((finding) => [finding.check, finding]));
  for (const { status, hint } of Object.values(findings)) {
    if (status === "failed" || status === "warning") assert.ok(hint, `${JSON.stringify(findings)} say what to do`);
  }
  return { ...run, findings };
}

const statuses = (findings) => Object.fromEntries(Object.values(findings).map(({ check, status }) => [check, status]));

inModes(bothModes, (newSandbox, mode) => {
  test("all is well on a server without keys, and nothing is created", async () => {
    const sandbox = await newSandbox();
    await sandbox.upload({ "a.txt": "1" });
    const before = await sandbox.server.state();
    const { status, findings, stderr } = await diagnose(sandbox);
    assert.deepEqual([status, stderr], [0, ""]);
    const wanted = ["apiUrl", "apiKey", "workspaceName", "projectName", "server", "access", "project", "mode", "clock"];
    assert.deepEqual(statuses(findings), Object.fromEntries(wanted.map((check) => [check, "ok"])));
    assert.equal(findings.mode.mode, mode);
    assert.equal(findings.apiUrl.message, sandbox.server.apiUrl);
    assert.equal(findings.apiKey.message, "not set");
    assert.match(findings.access.message, /"default".*requires no API key/);
    assert.deepEqual(await sandbox.server.state(), before);
  });

  test("a project that does not exist is a warning, and is not created", async () => {
    const sandbox = await newSandbox();
    const before = await sandbox.server.state();
    const { status, findings } = await diagnose(sandbox, ["--project", "nobody"]);
    assert.equal(status, 0);
    assert.equal(findings.project.status, "warning");
    assert.match(findings.project.hint, /first upload creates it/);
    assert.deepEqual(await sandbox.server.state(), before);
  });

  test("a workspace that a server without keys does not have", async () => {
    const sandbox = await newSandbox();
    const { status, findings } = await diagnose(sandbox, ["--workspace", "team"]);
    assert.equal(status, 1);
    assert.match(findings.access.message, /no workspace "team"/);
    assert.match(findings.access.hint, /"default"/);
    assert.deepEqual([findings.project.status, findings.server.status], ["skipped", "ok"]);
  });

  test("without CORS, pages of other origins are told which header is missing; the page's own origin needs none", async () => {
    const sandbox = await newSandbox();
    const { status, findings } = await diagnose(sandbox, ["--origin", page]);
    assert.equal(status, 1);
    const { backendCors } = findings;
    assert.equal(backendCors.status, "failed");
    assert.match(
      backendCors.problems[0],
      /^Access-Control-Allow-Origin is missing \(preflight of GET, preflight of POST/,
    );
    assert.match(backendCors.hint, /CORS=true/);
    const own = await diagnose(sandbox, ["--origin", sandbox.server.pageUrl]);
    assert.equal(own.findings.backendCors.status, "ok");
  });

  test("an answer that is slow, or a server that fails, ends in a finding", async () => {
    const sandbox = await newSandbox();
    await sandbox.server.faults.add({
      origin: "backend",
      path: "*/upload-start",
      action: { type: "status", status: 503 },
    });
    const { status, findings } = await diagnose(sandbox);
    assert.equal(status, 1);
    assert.match(findings.access.message, /503/);
    await sandbox.server.faults.clear();
    await sandbox.server.faults.add({ origin: "backend", path: "*/projects/retrieve", action: { type: "stall" } });
    const started = Date.now();
    const stalled = await diagnose(sandbox);
    await sandbox.server.faults.clear();
    assert.equal(stalled.status, 1);
    assert.match(stalled.findings.server.message, /no answer within \d+ seconds/);
    assert.ok(Date.now() - started < 20_000, "requests are limited in time");
  });

  test("a clock that differs is a warning", async () => {
    const sandbox = await newSandbox();
    const date = new Date(Date.now() - 3_600_000).toUTCString();
    const proxied = await proxyOf(sandbox.server.apiUrl, (headers) => ({ ...headers, date }));
    try {
      const { status, findings } = await diagnose(sandbox, ["--url", proxied.url]);
      assert.equal(status, 0);
      assert.equal(findings.clock.status, "warning");
      assert.match(findings.clock.message, /is (3599|3600|3601) seconds ahead of the server's/);
    } finally {
      await proxied.stop();
    }
  });
});

describe("object store", () => {
  inModes(["store"], (newSandbox) => {
    test("the bucket of an attachment is checked, without its signature in a preflight", async () => {
      const sandbox = await newSandbox();
      await sandbox.upload({ "a.txt": "1" });
      const { status, findings } = await diagnose(sandbox, ["--origin", page], { withTrace: true });
      assert.equal(status, 1, "the backend has no CORS");
      assert.deepEqual(
        [findings.bucket.status, findings.bucket.origin],
        ["ok", new URL(sandbox.server.storeUrl).origin],
      );
      const preflights = (await sandbox.server.requests()).filter(
        ({ method, origin }) => method === "OPTIONS" && origin !== "backend",
      );
      assert.ok(preflights.length > 0);
      for (const { query = "", path } of preflights) assert.ok(!query && !path.includes("?"), path);
    });

    test("without an attachment, the report says how to have the bucket checked", async () => {
      const sandbox = await newSandbox();
      for (const withTrace of [false, true]) {
        const { findings } = await diagnose(sandbox, ["--origin", page], { withTrace });
        assert.equal(findings.bucketCors.status, "skipped");
        assert.match(findings.bucketCors.hint, /--trace/);
      }
    });

    test("a bucket that does not answer fails with its address", async () => {
      const sandbox = await newSandbox();
      await sandbox.upload({ "a.txt": "1" });
      const value = `http://127.0.0.1:${await freePort()}/bucket/a?X-Amz-Signature=secret`;
      const action = { type: "replace", pointer: "/content/0/link", value };
      await sandbox.server.faults.add({ origin: "backend", path: "*/attachment/list*", action });
      const { status, findings } = await diagnose(sandbox, [], { withTrace: true });
      await sandbox.server.faults.clear();
      assert.equal(status, 1);
      assert.match(findings.bucket.message, /^http:\/\/127\.0\.0\.1:\d+: no answer \(ECONNREFUSED\)$/);
      assert.match(findings.bucket.hint, /endpoint/);
    });
  });
});

describe("CORS of backend and bucket", () => {
  for (const [rules, bucketStatus, message] of [
    ["on", "ok", /can download and upload/],
    ["no-etag", "failed", /Expose-Headers does not include ETag/],
    ["off", "failed", /Access-Control-Allow-Origin is missing \(preflight of PUT, answer to GET\)/],
  ]) {
    test(`with --cors and a bucket whose rules are ${rules}`, async () => {
      const server = await startServer({ mode: "store", cors: true, switches: ["--store-cors", rules] });
      const sandbox = await sandboxOn(server);
      try {
        await sandbox.upload({ "a.txt": "1" });
        // Not https: pages of other machines may not send requests to http addresses.
        const { status, findings } = await diagnose(sandbox, ["--origin", "http://localhost:3000"], {
          withTrace: true,
        });
        assert.equal(findings.backendCors.status, "ok");
        assert.equal(findings.bucketCors.status, bucketStatus);
        assert.match(findings.bucketCors.message, message);
        assert.equal(status, bucketStatus === "ok" ? 0 : 1);
        if (bucketStatus === "failed")
          assert.match(findings.bucketCors.hint, /"AllowedOrigins":\["http:\/\/localhost:3000"\]/);
      } finally {
        await server.stop();
        await sandbox.remove();
      }
    });
  }

  test("a header that the backend does not allow is named", async () => {
    const server = await startServer({ cors: true });
    const sandbox = await sandboxOn(server);
    const proxied = await proxyOf(server.apiUrl, (headers) => ({
      ...headers,
      ...(headers["access-control-allow-headers"] && { "access-control-allow-headers": "Content-Type" }),
    }));
    try {
      const { findings } = await diagnose(sandbox, ["--url", proxied.url, "--origin", page], {
        env: { OPIK_API_KEY: key },
      });
      const [problem] = findings.backendCors.problems;
      assert.match(problem, /^Access-Control-Allow-Headers does not include authorization, comet-workspace \(/);
    } finally {
      await proxied.stop();
      await server.stop();
      await sandbox.remove();
    }
  });
});

describe("a server with keys", () => {
  let server;
  let sandbox;
  before(async () => {
    server = await startServer({ mode: "store", switches: ["--auth", `${key}@team`] });
    sandbox = await sandboxOn(server);
  });
  after(async () => {
    await server.stop();
    await sandbox.remove();
  });

  for (const [name, env, status, message] of [
    ["the right key", { OPIK_API_KEY: key, OPIK_WORKSPACE: "team" }, "ok", /the API key may use workspace "team"/],
    ["no key", { OPIK_WORKSPACE: "team" }, "failed", /requires an API key/],
    ["a wrong key", { OPIK_API_KEY: `${key}-not`, OPIK_WORKSPACE: "team" }, "failed", /does not accept the API key/],
    ["a wrong workspace", { OPIK_API_KEY: key, OPIK_WORKSPACE: "other" }, "failed", /may not use workspace "other"/],
  ]) {
    test(name, async () => {
      const run = await diagnose(sandbox, [], { env });
      assert.equal(run.findings.access.status, status);
      assert.match(run.findings.access.message, message);
      assert.equal(run.status, status === "ok" ? 0 : 1);
      if (status === "failed") assert.equal(run.findings.project.status, "skipped");
      const { OPIK_API_KEY } = env;
      assert.equal(run.findings.apiKey.message, OPIK_API_KEY ? `set, ${OPIK_API_KEY.length} characters` : "not set");
    });
  }

  test("each setting has its source", async () => {
    const folder = sandbox.path("project");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, ".env"), `OPIK_API_KEY=${key}\n`);
    await writeFile(sandbox.path("opik.config"), `[opik]\nworkspace = team\nurl_override = ${server.apiUrl}\n`);
    const env = {
      OPIK_URL_OVERRIDE: undefined,
      OPIK_PROJECT_NAME: undefined,
      OPIK_CONFIG_PATH: sandbox.path("opik.config"),
    };
    const { findings, status } = await diagnose(sandbox, ["--project", "demo"], { env, cwd: folder });
    assert.equal(status, 0);
    assert.equal(findings.apiKey.source, join(folder, ".env"));
    assert.equal(findings.workspaceName.source, sandbox.path("opik.config"));
    assert.equal(findings.apiUrl.source, sandbox.path("opik.config"));
    assert.equal(findings.projectName.source, "--project");
    const variables = await diagnose(sandbox, [], { env: { OPIK_API_KEY: key, OPIK_WORKSPACE: "team" } });
    assert.equal(variables.findings.apiUrl.source, "OPIK_URL_OVERRIDE");
    assert.equal(variables.findings.apiKey.source, "OPIK_API_KEY");
    const defaults = await diagnose(sandbox, [], { env: { OPIK_PROJECT_NAME: undefined } });
    assert.deepEqual(
      [defaults.findings.workspaceName.source, defaults.findings.projectName.source],
      ["default", "default"],
    );
  });

  test("for people: a line for each check, hints, and a sum; never the key, even if the server repeats it", async () => {
    const { status, stdout, stderr } = await sandbox.shell('"$OA" doctor', {
      env: { OPIK_API_KEY: key, OPIK_WORKSPACE: "other" },
    });
    assert.deepEqual([status, stderr], [1, ""]);
    assert.match(stdout, /^ok +API key +set, \d+ characters \(from OPIK_API_KEY\)$/m);
    assert.match(stdout, /^FAILED +Access +the API key may not use workspace "other"/m);
    assert.match(stdout, /\n1 check failed\.\n$/);
    assert.ok(
      stdout.split("\n").every((line) => line.length <= 80),
      stdout,
    );
    const echoing = await answering(403, "application/json", JSON.stringify({ code: 403, message: `no: ${key}` }));
    const echoed = await diagnose(sandbox, ["--url", echoing.url], { env: { OPIK_API_KEY: key } });
    await echoing.stop();
    assert.equal(echoed.findings.access.status, "failed");
  });
});

describe("no Opik", () => {
  let sandbox;
  before(async () => {
    sandbox = await sandboxOn({ apiUrl: "http://127.0.0.1:9/api" });
  });
  after(() => sandbox.remove());

  test("a server that does not run", async () => {
    const { status, findings } = await diagnose(sandbox, ["--url", `http://127.0.0.1:${await freePort()}/api`]);
    assert.equal(status, 1);
    assert.match(findings.server.message, /no answer \(ECONNREFUSED\)/);
    assert.equal(findings.access, undefined, "nothing else is asked");
  });

  for (const [name, status, type, text, headers] of [
    ["a sign-in page", 200, "text/html", "<!doctype html><title>Sign in</title>"],
    ["a redirect to a sign-in page", 302, "text/html", "", { location: "https://login.example.com/?next=secret" }],
    ["another page", 404, "text/html", "<h1>Not found</h1>"],
    ["nonsense", 200, "text/plain", "hello"],
  ]) {
    test(name, async () => {
      const other = await answering(status, type, text, headers);
      const run = await diagnose(sandbox, ["--url", other.url]);
      await other.stop();
      assert.equal(run.status, 1);
      assert.equal(run.findings.server.status, "failed");
      assert.equal(run.findings.access, undefined);
      assert.ok(!run.stdout.includes("next=secret"));
    });
  }

  test("settings that are wrong are a finding; options that are wrong are wrong usage", async () => {
    const { status, findings } = await diagnose(sandbox, [], { env: { OPIK_CONFIG_PATH: "/no/such/file" } });
    assert.equal(status, 1);
    assert.match(findings.settings.message, /OPIK_CONFIG_PATH/);
    for (const args of ["--url ftp://x", "--origin nonsense", "--origin file:///x", "name", "--trace 5", "--all"]) {
      const { status, stderr } = await sandbox.shell(`"$OA" doctor ${args}`);
      assert.equal(status, 2, `${args}: ${stderr}`);
    }
  });
});

async function sandboxOn(server) {
  const folder = await mkdtemp(join(tmpdir(), "opik-attachments-doctor-"));
  return Object.assign(new Sandbox(server, folder), { remove: () => rm(folder, { recursive: true }) });
}

async function listening(handler) {
  const server = createServer(handler);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}/api`, stop };
}

/** A server that answers everything alike. */
const answering = (status, type, text, headers = {}) =>
  listening((request, response) => {
    request.resume();
    response.writeHead(status, { "content-type": type, ...headers }).end(text);
  });

/** A server that passes requests on, and changes the headers of the answers. */
const proxyOf = (apiUrl, change) =>
  listening(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { host, connection, ...headers } = request.headers;
    const body = ["GET", "HEAD"].includes(request.method) || chunks.length === 0 ? undefined : Buffer.concat(chunks);
    delete headers["content-length"];
    const answer = await fetch(new URL(request.url, apiUrl), { method: request.method, headers, body });
    const kept = Object.fromEntries([...answer.headers].filter(([name]) => !/encoding|length|connection/.test(name)));
    response.sendDate = false;
    response.writeHead(answer.status, change(kept)).end(Buffer.from(await answer.arrayBuffer()));
  });

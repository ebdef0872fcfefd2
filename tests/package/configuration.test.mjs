// The files that `fromEnv` reads: `.env` in the working directory, and Opik's configuration file.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, test } from "node:test";
import { AttachmentClient } from "opik-attachments";

const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };
const startedIn = process.cwd();
const root = mkdtempSync(join(tmpdir(), "opik-attachments-"));
let folders = 0;

// A new home and working directory, and no variable of Opik's.
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith("OPIK_")) delete process.env[name];
  process.env.HOME = join(root, String((folders += 1)));
  mkdirSync(join(process.env.HOME, "work"), { recursive: true });
  process.chdir(join(process.env.HOME, "work"));
});
after(() => {
  process.chdir(startedIn);
  rmSync(root, { recursive: true });
});

const inHome = (text, name = ".opik.config") => writeFileSync(join(process.env.HOME, name), text);

/** Resolves to what a client made by `make` sends. */
async function sent(make = (options) => AttachmentClient.fromEnv(options)) {
  let seen;
  const fetch = async (url, { headers, body }) => {
    const given = new Headers(headers);
    // The client searches for projects of a similar name afterwards.
    if (body) seen = { url: url.replace("/v1/private/projects/retrieve", ""), key: given.get("authorization"), workspace: given.get("comet-workspace"), project: JSON.parse(body).name };
    return Response.json({ errors: ["Project not found"] }, { status: 404 });
  };
  await assert.rejects(make({ fetch }).getAttachmentList(target), { code: "PROJECT_NOT_FOUND" });
  return seen;
}

/** Asserts that `fromEnv` refuses, names `what`, and repeats nothing that may be secret. */
function assertRefused(what) {
  assert.throws(
    () => AttachmentClient.fromEnv(),
    (error) => {
      assert.equal(error.code, "INVALID_ARGUMENT");
      assert.equal(error.operation, "fromEnv");
      assert.ok(error.message.includes(what), error.message);
      assert.doesNotMatch(`${error.message} ${error.stack}`, /hunter2/);
      return true;
    },
  );
}

const cloud = { url: "https://www.comet.com/opik/api", key: null, workspace: "default", project: "Default Project" };

describe(".env", () => {
  test("wins over the configuration file, and the process's own variables over it", async () => {
    inHome("[opik]\nurl_override = http://file/api\napi_key = file-key\nworkspace = file-workspace\nproject_name = file-project\n");
    writeFileSync(".env", "# Opik\nOPIK_URL_OVERRIDE=http://dotenv/api/\nexport OPIK_API_KEY='dotenv-key' # mine\nOPIK_WORKSPACE=dotenv-workspace\n");
    process.env.OPIK_WORKSPACE = "own-workspace";
    assert.deepEqual(await sent(), { url: "http://dotenv/api", key: "dotenv-key", workspace: "own-workspace", project: "file-project" });
    // Like dotenv, which sets only variables that are not set. An empty one is set.
    process.env.OPIK_API_KEY = "";
    assert.equal((await sent()).key, "file-key");
    assert.equal(process.env.OPIK_URL_OVERRIDE, undefined, "the process's variables are left alone");
  });

  test("may name the configuration file", async () => {
    inHome("[opik]\nproject_name = other\n", "other.config");
    writeFileSync(".env", "OPIK_CONFIG_PATH=~/other.config\n");
    assert.equal((await sent()).project, "other");
    writeFileSync(".env", "OPIK_CONFIG_PATH=~/missing.config\n");
    assertRefused("OPIK_CONFIG_PATH");
  });

  test("is read with any line ends, a byte order mark, in UTF-16, and in quotes over several lines", async () => {
    const text = 'OTHER="a\nOPIK_PROJECT_NAME=wrong\n"\nOPIK_PROJECT_NAME="My project"\nOPIK_WORKSPACE=team\n';
    const bodies = [text, `\ufeff${text}`, text.replaceAll("\n", "\r\n"), text.replaceAll("\n", "\r"), Buffer.from(`\ufeff${text}`, "utf16le"), Buffer.from(`\ufeff${text}`, "utf16le").swap16()];
    for (const body of bodies) {
      writeFileSync(".env", body);
      assert.deepEqual(await sent(), { ...cloud, workspace: "team", project: "My project" });
    }
  });

  test("has its broken lines named, if they are Opik's, and never printed", async () => {
    for (const [text, line] of [["A=b\r\n\r\nOPIK_API_KEY hunter2\r\n", 3], ['OPIK_API_KEY="hunter2\n', 1], [Buffer.from("OPIK_API_KEY=hunter2\xe9\n", "latin1"), 1]]) {
      writeFileSync(".env", text);
      assertRefused(`.env, line ${line}: `);
    }
    writeFileSync(".env", Buffer.from("not ours\nKEY 'x\n# caf\xe9\nOPIK_WORKSPACE=team", "latin1"));
    assert.equal((await sent()).workspace, "team");
  });

  test("may be missing, or a folder, as virtual environments of Python are called", async () => {
    assert.deepEqual(await sent(), cloud);
    mkdirSync(".env");
    assert.deepEqual(await sent(), cloud);
  });

  test("is not read by the constructor", async () => {
    writeFileSync(".env", "OPIK_WORKSPACE=team\n");
    assert.equal((await sent((options) => new AttachmentClient(options))).workspace, "default");
  });
});

describe("the configuration file", () => {
  test("is read in UTF-16, with colons and with any line ends", async () => {
    const text = "[opik]\nurl_override: http://host:8080/api\nAPI_KEY = key*1\n; comment\nworkspace=team\n";
    for (const body of [text, `\ufeff${text}`, text.replaceAll("\n", "\r\n"), Buffer.from(`\ufeff${text}`, "utf16le"), Buffer.from(`\ufeff${text}`, "utf16le").swap16()]) {
      inHome(body);
      assert.deepEqual(await sent(), { url: "http://host:8080/api", key: "key*1", workspace: "team", project: "Default Project" });
    }
  });

  test("is never passed over in silence", () => {
    const path = "~/.opik.config";
    for (const [text, what] of [
      ["[OPIK]\nurl_override = http://hunter2\n", `${path}, line 1: `],
      ["url_override = http://hunter2\n", `${path}, line 1: `],
      ["[opik]\nurl_override = http://hunter2 ; mine\n", `${path}, line 2: `],
      ["[opik]\nurl_override http://hunter2\n", `${path}, line 2: `],
      ["[opik]\n\napi_key = a\n  b = hunter2\n", `${path}, line 4: `],
      [Buffer.from("[opik]\nproject_name = hunter2\xe9", "latin1"), `${path}, line 2: `],
      [Buffer.from("[opik]\nurl_override = http://hunter2", "utf16le"), path],
      ["[comet]\nurl_override = http://hunter2\n", path],
    ]) {
      inHome(text);
      assertRefused(what);
    }
  });

  test("that is a folder is refused by name", () => {
    mkdirSync(join(process.env.HOME, ".opik.config"));
    assertRefused("~/.opik.config: expected a file that can be read, got EISDIR");
    process.env.OPIK_CONFIG_PATH = process.env.HOME;
    assertRefused(`${process.env.HOME}: expected a file that can be read, got EISDIR`);
  });

  test("that cannot be read is refused by name, a .env as well", { skip: process.getuid() === 0 && !existsSync("/proc/self/mem") }, () => {
    // Root may read everything, but not a link that leads to itself.
    const unreadable = (path) => (process.getuid() === 0 ? symlinkSync(path, path) : (writeFileSync(path, ""), chmodSync(path, 0)));
    unreadable(join(process.env.HOME, ".opik.config"));
    assertRefused("~/.opik.config: expected a file that can be read");
    rmSync(join(process.env.HOME, ".opik.config"));
    unreadable(".env");
    assertRefused(".env: expected a file that can be read");
  });

  test("may be empty: nothing is configured by /dev/null", async () => {
    process.env.OPIK_CONFIG_PATH = "/dev/null";
    assert.deepEqual(await sent(), cloud);
  });

  test("is the default one if OPIK_CONFIG_PATH is blank, and its name is trimmed", async () => {
    inHome("[opik]\nworkspace = team\n");
    for (const blank of ["", "  ", "\n"]) {
      process.env.OPIK_CONFIG_PATH = blank;
      assert.equal((await sent()).workspace, "team");
    }
    inHome("[opik]\nworkspace = other\n", "other.config");
    process.env.OPIK_CONFIG_PATH = "~/other.config\n";
    assert.equal((await sent()).workspace, "other");
  });
});

test("values that end in a newline are trimmed: variables, an option that holds a key", async () => {
  Object.assign(process.env, { OPIK_URL_OVERRIDE: "http://host/api\n", OPIK_API_KEY: "key\r\n", OPIK_WORKSPACE: "team\n", OPIK_PROJECT_NAME: " demo\n" });
  assert.deepEqual(await sent(), { url: "http://host/api", key: "key", workspace: "team", project: "demo" });
  const options = { apiUrl: "http://other/api\n", apiKey: "other\n" };
  assert.deepEqual(await sent((more) => new AttachmentClient({ ...options, ...more })), { ...cloud, url: "http://other/api", key: "other" });
});

describe("an API key that holds a base URL", () => {
  const keyOf = (attributes) => `hunter2*${Buffer.from(JSON.stringify(attributes)).toString("base64")}`;
  const key = keyOf({ baseUrl: "https://opik.example.com/", more: 1 });

  test("gives it where none is configured, with or without padding, and is sent whole", async () => {
    for (const given of [key, key.replaceAll("=", ""), keyOf({ baseUrl: "https://opik.example.com/some/page" }).replaceAll("some/page", "")]) {
      process.env.OPIK_API_KEY = given;
      const { url, key: authorization } = await sent();
      assert.match(url, /^https:\/\/opik\.example\.com\/(some\/)?opik\/api$/);
      assert.equal(authorization, given);
    }
    assert.equal((await sent((options) => new AttachmentClient({ apiKey: key, ...options }))).url, "https://opik.example.com/opik/api");
  });

  test("gives way to a configured one, and says nothing if there is no URL in it or more than one star", async () => {
    process.env.OPIK_API_KEY = key;
    process.env.OPIK_URL_OVERRIDE = "http://host/api";
    assert.equal((await sent()).url, "http://host/api");
    delete process.env.OPIK_URL_OVERRIDE;
    for (const given of [keyOf({}), keyOf({ baseUrl: null }), "hunter2*", `hunter2*${key}`, "hunter2"]) {
      process.env.OPIK_API_KEY = given;
      assert.deepEqual(await sent(), { ...cloud, key: given });
    }
  });

  test("is refused if it cannot be read, and not printed", () => {
    for (const given of ["hunter2*hunter2!", "hunter2*aHVudGVyMg==", keyOf("hunter2").replace(/\*.*/, "*bnVsbA=="), keyOf({ baseUrl: "hunter2" })]) {
      process.env.OPIK_API_KEY = given;
      assertRefused("apiKey: expected");
    }
  });
});

describe("a runtime without permissions", () => {
  const deno = join(import.meta.dirname, "../packaging/runtimes/node_modules/.bin/deno");
  const source = `
    import { AttachmentClient } from ${JSON.stringify(new URL("./node_modules/opik-attachments/dist/index.js", import.meta.url).href)};
    try { AttachmentClient.fromEnv(JSON.parse(Deno.args[0])); console.log("made"); } catch (error) { console.log(error.code, error.message); }`;
  const made = (options, ...permissions) => {
    writeFileSync("program.mjs", source);
    const args = ["run", "--no-prompt", ...permissions, "program.mjs", JSON.stringify(options)];
    const { stdout, stderr } = spawnSync(deno, args, { encoding: "utf8", env: { ...process.env, DENO_NO_UPDATE_CHECK: "1" } });
    assert.equal(stderr, "");
    return stdout.trim();
  };

  test("gets an error with the permissions that Deno needs, unless the base URL is known", { skip: !existsSync(deno) && "the packaging tests install Deno" }, () => {
    assert.match(made({}), /^INVALID_ARGUMENT fromEnv: expected to be allowed to read .*--allow-/);
    assert.equal(made({ apiUrl: "http://host/api" }), "made");
    process.env.OPIK_URL_OVERRIDE = "http://host/api";
    assert.equal(made({}, "--allow-env=OPIK_URL_OVERRIDE"), "made");
    delete process.env.OPIK_URL_OVERRIDE;
    assert.match(made({}, "--allow-env", "--allow-sys"), /^INVALID_ARGUMENT fromEnv: .*--allow-read/);
    assert.equal(made({}, "--allow-env", "--allow-sys", "--allow-read"), "made");
  });
});

test("a process without a home folder has no configuration file", () => {
  const source = `
    import os from "node:os";
    import { syncBuiltinESMExports } from "node:module";
    os.homedir = () => { throw new Error("no home") };
    syncBuiltinESMExports();
    const { AttachmentClient } = await import("opik-attachments");
    AttachmentClient.fromEnv();
    process.env.OPIK_CONFIG_PATH = "~/x";
    try { AttachmentClient.fromEnv() } catch (error) { console.log(error.message) }`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", source], { cwd: import.meta.dirname, encoding: "utf8" });
  assert.equal(stderr, "");
  assert.equal(stdout, 'OPIK_CONFIG_PATH: expected the path of a file, got "~/x"\n');
});

test("a base URL that is a path waits for the first call, and for a page", async () => {
  for (const apiUrl of ["/api", "/api/", "./api", "../api"]) {
    const client = new AttachmentClient({ apiUrl });
    await assert.rejects(client.getAttachmentList(target), { code: "INVALID_ARGUMENT", operation: "getAttachmentList", message: /^apiUrl: .*no page/ });
  }
  for (const apiUrl of ["api", "opik.example.com/api", "", " "]) assert.throws(() => new AttachmentClient({ apiUrl }), { code: "INVALID_ARGUMENT", message: /^apiUrl: / });
  const urls = [];
  const fetch = async (url, { method }) => {
    if (method === "POST") urls.push(url);
    return Response.json({ errors: ["Project not found"] }, { status: 404 });
  };
  const client = new AttachmentClient({ apiUrl: "/api/", fetch });
  const list = () => client.getAttachmentList(target).catch(({ code }) => code);
  assert.equal(await list(), "INVALID_ARGUMENT");
  globalThis.location = new URL("https://page.example.com/some/page.html?query");
  try {
    assert.equal(await list(), "PROJECT_NOT_FOUND");
  } finally {
    delete globalThis.location;
  }
  assert.equal(await list(), "PROJECT_NOT_FOUND");
  assert.deepEqual(urls, Array(2).fill("https://page.example.com/api/v1/private/projects/retrieve"));
});

test("errors hint at fromEnv where settings that the constructor does not read may be missing", async () => {
  const answers = (status) => async () => Response.json({ errors: ["Project not found"] }, { status });
  const hintOf = (client) => client.getAttachmentList(target).catch(({ hint }) => hint ?? "");
  const make = (status, options) => new AttachmentClient({ fetch: answers(status), ...options });
  assert.doesNotMatch(await hintOf(make(401)), /fromEnv/);
  process.env.OPIK_API_KEY = "hunter2";
  for (const status of [401, 404]) {
    assert.match(await hintOf(make(status)), /fromEnv/);
    assert.match(await hintOf(make(status, { apiUrl: "http://h/api" })), /fromEnv/);
    assert.doesNotMatch(await hintOf(make(status, { apiKey: "other" })), /fromEnv/);
    assert.doesNotMatch(await hintOf(AttachmentClient.fromEnv({ fetch: answers(status) })), /fromEnv/);
  }
  assert.doesNotMatch(await hintOf(make(400)), /fromEnv/);
  const files = [{ file: new Blob(["x"]), fileName: "a" }];
  const [{ reason }] = await make(401).uploadAttachments({ ...target, files });
  assert.match(reason.hint, /fromEnv/);
  assert.doesNotMatch(JSON.stringify(reason), /hunter2/);
});

test("an option that is almost one is refused with what was meant, and no key of Opik's own configuration is", () => {
  const meant = { baseUrl: "apiUrl", url: "apiUrl", workspace: "workspaceName", project: "projectName", api_key: "apiKey", maxAttempt: "maxAttempts" };
  for (const [name, option] of Object.entries(meant)) {
    for (const make of [(options) => new AttachmentClient(options), AttachmentClient.fromEnv]) {
      const message = `${name}: expected the name of an option (did you mean ${option}?), got an unknown one`;
      assert.throws(() => make({ [name]: "hunter2" }), { code: "INVALID_ARGUMENT", message });
    }
  }
  const opiks = { environment: "e", requestOptions: {}, batchDelayMs: 300, holdUntilFlush: true, promptCacheTtlSeconds: 1, headers: {} };
  new AttachmentClient({ ...opiks, apiKey: "key", apiUrl: "http://host/api", projectName: "p", workspaceName: "w" });
  const unlisted = new Proxy({}, { ownKeys: () => { throw new Error("trap"); } });
  assert.throws(() => new AttachmentClient(unlisted), { code: "INVALID_ARGUMENT", message: /^options: / });
});

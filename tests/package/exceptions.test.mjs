// Exceptions in functions that the module calls. One that passed through WebAssembly would leave a part of the module's
// stack in use, and after some hundreds no client of the program would work. So the glue catches all of them before.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { setMaxListeners } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { AttachmentClient, AttachmentError } from "opik-attachments";
import { root } from "../../scripts/lib/run.mjs";

const many = 2000;
const id = "0190babc-62a0-71d2-832a-0feffa4676eb";
const target = { entityType: "trace", entityId: id };
const apiUrl = "http://127.0.0.1:9/api";
const { Response } = globalThis;
const noop = () => {};
const nextTask = () => new Promise((resolve) => setImmediate(resolve));

const row = { file_name: "a", file_size: 5, mime_type: "x/y", link: "http://e/a" };
/** Answers every request with success, in store mode. */
async function succeed(url) {
  if (url.endsWith("/retrieve")) return Response.json({ id });
  if (url.endsWith("/upload-start")) return Response.json({ upload_id: "u", pre_sign_urls: ["http://store/part"] });
  if (url.startsWith("http://store/")) return new Response("", { headers: { ETag: '"tag"' } });
  if (/upload-complete$|delete$/.test(url)) return new Response(null, { status: 204 });
  if (!url.includes("/list?")) return new Response("bytes");
  return Response.json({ page: 1, size: 1, total: 1, content: [row] });
}
const options = { apiUrl, fetch: succeed, maxAttempts: 2, stallTimeout: 1000 };

function assertUsable(client) {
  return client.getAttachmentList(target).then((list) => assert.deepEqual(list.map(({ fileName }) => fileName), ["a"]));
}

/** Resolves to the errors that nobody catches while `work` runs. */
async function escapedFrom(work) {
  const escaped = [];
  const note = (error) => escaped.push(error?.message ?? error);
  const events = ["unhandledRejection", "uncaughtException"];
  for (const event of events) process.on(event, note);
  await work();
  await new Promise((resolve) => setTimeout(resolve, 50));
  for (const event of events) process.removeListener(event, note);
  return [...new Set(escaped)];
}

/** Loads the module with glue in which import number `faults.at` throws. Imports are numbered at their first call. */
async function faultyModule(t, faults) {
  const folder = mkdtempSync(join(tmpdir(), "opik-attachments-"));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(root, "pkg/dist/wasm"), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const path = join(folder, "opik_attachments.js");
  let glue = readFileSync(path, "utf8");
  const replace = (text, by) => {
    assert.equal(glue.split(text).length, 2, text);
    glue = glue.replace(text, () => by);
  };
  globalThis.faults = faults;
  replace("function caught(f, instead) {\n", "function caught(f, instead) {\n    const number = globalThis.faults.number(f);\n");
  replace("            return f(...args);", "            globalThis.faults.pass(number);\n            return f(...args);");
  replace("        return f.apply(this, args);", "        globalThis.faults.pass(globalThis.faults.number(f));\n        return f.apply(this, args);");
  // Other functions of the glue call the imports whose results are written into the module's memory.
  glue = glue.replaceAll("        const ret = f(...args);", "        globalThis.faults.pass(globalThis.faults.number(f));\n$&");
  writeFileSync(path, glue);
  const module = await import(pathToFileURL(path).href);
  module.initSync({ module: readFileSync(join(folder, "opik_attachments_bg.wasm")) });
  return module.AttachmentClient;
}

test(`each import of the module may throw ${many} times`, { timeout: 600_000 }, async (t) => {
  const texts = [];
  const numbers = new Map();
  const faults = {
    at: -1,
    hits: [],
    thrown: 0,
    number(f) {
      const text = String(f);
      if (!numbers.has(text)) numbers.set(text, texts.push(text) - 1);
      return numbers.get(text);
    },
    pass(number) {
      faults.hits[number] = (faults.hits[number] ?? 0) + 1;
      if (number !== faults.at) return;
      faults.thrown += 1;
      throw new Error("import");
    },
  };
  t.after(() => delete globalThis.faults);
  const Client = await faultyModule(t, faults);
  const client = new Client(options);
  let sent = 0;
  const busy = async () => new Response("no", { status: 503, headers: { "Retry-After": new Date(0).toUTCString() } });
  const silent = new Client({ ...options, fetch: () => new Promise(noop) });
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const full = { ...target, projectName: "p", signal, onProgress() {} };
  // Each calls imports that the others do not.
  const operations = {
    constructor: () => new Client({ ...options, apiKey: "k", workspaceName: "w" }).free(),
    fromEnv: () => Client.fromEnv(options).free(),
    wrong: () => new Client({ apiUrl: 5 }),
    delete: () => client.deleteAttachments({ ...target, fileNames: ["a"] }),
    list: () => client.getAttachmentList(full),
    folder: () => client.uploadAttachment({ ...target, filePath: tmpdir(), fileName: `${(sent += 1)}` }),
    missing: () => client.downloadAttachment({ ...target, fileName: "\u00e1" }),
    download: () => client.downloadAttachment({ ...full, fileName: "a" }).then((stream) => new Response(stream).text()),
    range: () => client.downloadAttachment({ ...target, ...row, fileName: "a", fileSize: 5, range: { end: 2 } }).then((stream) => new Response(stream).text()),
    upload: () => client.uploadAttachment({ ...full, file: new Blob(["é"]), fileName: `é ${(sent += 1)}`, ifExists: "skip" }),
    uploads: () => client.uploadAttachments({ ...target, files: [new File(["x"], `${(sent += 1)}`), "wrong"] }),
    // A new client each time, since the retry budget of one would run out.
    retry: () => new Client({ ...options, onRetry() {}, fetch: busy }).getAttachmentList(target),
    abort() {
      const controller = new AbortController();
      const call = silent.getAttachmentList({ ...target, signal: controller.signal });
      controller.abort();
      return call;
    },
    backOff() {
      const controller = new AbortController();
      const refused = async () => Promise.reject(new Error("refused"));
      const later = new Client({ ...options, fetch: refused, onRetry: () => controller.abort() });
      return later.getAttachmentList({ ...target, signal: controller.signal });
    },
    cancel: () => client.downloadAttachment({ ...full, fileName: "a" }).then((stream) => stream.cancel()),
  };
  const attempt = async (operation) => {
    try {
      await operation();
    } catch {}
  };
  // The first operation that calls each import.
  const leading = [];
  // Runs each once before, since a client caches the id of its project.
  for (const operation of Object.values(operations)) await attempt(operation);
  for (const operation of Object.values(operations)) {
    faults.hits = [];
    await attempt(operation);
    await nextTask();
    for (const number of faults.hits.keys()) if (faults.hits[number]) leading[number] ??= operation;
  }
  // Imports of serde for other values; those that find the global object and its microtasks once in a module's life; and
  // one that is called only after an exception.
  const serde = /Error\(getString|new Map|arg0\.set\(arg1|BigInt/;
  const once = /typeof (?:globalThis|global|self|window) |queueMicrotask;|Promise\.resolve\(arg0\)|arg0\.then\(arg1\);/;
  const others = new RegExp(`${serde.source}|${once.source}|lastUncaught`);
  const idle = texts.filter((text, number) => !leading[number] && !others.test(text));
  assert.deepEqual(idle, [], "imports that no operation calls");

  const escaped = await escapedFrom(async () => {
    for (const number of leading.keys()) {
      if (!leading[number]) continue;
      Object.assign(faults, { at: number, thrown: 0 });
      for (let calls = 0; faults.thrown < many && calls < 3 * many; calls += 1) {
        // Not awaited: a call that begins without one of its imports may never end.
        attempt(leading[number]).catch(noop);
        // One microtask serves all calls that begin before it.
        if (calls % 100 === 99 || texts[number].startsWith("function queueMicrotask")) await nextTask();
      }
      // Files need real time besides tasks.
      for (let task = 0; task < 20 || (faults.thrown < many && task < 100_000); task += 1) await nextTask();
      assert.ok(faults.thrown >= many, `${texts[number]} has thrown ${faults.thrown} times`);
      faults.at = -1;
      await assertUsable(client);
      await assertUsable(new Client(options));
    }
  });
  assert.deepEqual(escaped, []);
});

function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

const trap = () => {
  throw new Error("trap");
};
const trapped = new Proxy({}, { get: trap });

/** Asserts that the call rejects or throws with an AttachmentError, `times` times. */
async function assertRefused(call, message, times = 1) {
  for (let count = 0; count < times; count += 1) {
    let error;
    try {
      error = await call().then(
        () => undefined,
        (reason) => reason,
      );
    } catch (thrown) {
      error = thrown;
    }
    assert.ok(error instanceof AttachmentError, `${message}: ${error}`);
  }
}

test(`objects of callers may throw ${many} times`, async () => {
  const client = new AttachmentClient(options);
  const values = { trapped, revoked: revoked({}), array: revoked([]), function: revoked(noop), iterator: { [Symbol.iterator]: trap } };
  for (const [name, value] of Object.entries(values)) {
    for (const field of ["signal", "file", "filePath", "files", "fileNames", "range", "fileName", "onProgress"]) {
      // A callback is called later, and this object has neither start nor end.
      if ((typeof value === "function" && field === "onProgress") || (name === "iterator" && field === "range")) continue;
      const method = { files: "uploadAttachments", fileNames: "deleteAttachments", range: "downloadAttachment" }[field] ?? "uploadAttachment";
      const argument = { ...target, fileName: "a", [field]: value };
      if (!field.startsWith("file") || field === "fileName") argument.file = new Blob(["x"]);
      await assertRefused(() => client[method](argument), `${field}: ${name}`, many / 20);
    }
    await assertRefused(() => client.getAttachmentList(value), `argument: ${name}`, many / 20);
    if (name !== "iterator") await assertRefused(async () => new AttachmentClient(value), `options: ${name}`, many / 20);
    const [{ reason }] = await client.uploadAttachments({ ...target, files: [value] });
    assert.ok(reason instanceof AttachmentError, `files[0]: ${name}`);
  }
  const files = Array.from({ length: many }, () => trapped);
  const results = await client.uploadAttachments({ ...target, files });
  assert.ok(results.every(({ reason }) => reason.code === "INVALID_ARGUMENT"));
  await assertUsable(client);
});

test(`signals, answers and callbacks may throw ${many} times`, async () => {
  const signalWith = (properties) => Object.defineProperties(new AbortController().signal, properties);
  const signals = [{ aborted: { get: trap } }, { reason: { get: trap } }, { removeEventListener: { value: trap } }];
  const answers = [
    () => Object.defineProperty(Response.json({}), "status", { get: trap }),
    () => ({ status: 200, text() {}, headers: { get: trap }, body: { getReader: trap } }),
    () => ({ status: 200, text() {}, headers: new Headers(), body: { getReader: () => ({ read: trap, cancel: trap }) } }),
    () => ({ status: 200, text() {}, headers: new Headers(), body: { getReader: () => ({ read: async () => 5, cancel() {} }) } }),
    trap,
  ];
  const rejects = async () => trap();
  const callbacks = [trap, rejects, () => ({ then: trap }), () => Object.defineProperty({}, "then", { get: trap })];
  callbacks.push(() => trapped);
  const client = new AttachmentClient(options);
  const escaped = await escapedFrom(async () => {
    for (let count = 0; count < many / 10; count += 1) {
      for (const properties of signals) await client.getAttachmentList({ ...target, signal: signalWith(properties) });
      for (const answer of answers) {
        const broken = new AttachmentClient({ ...options, maxAttempts: 1, fetch: async () => answer() });
        await assertRefused(() => broken.getAttachmentList(target), String(answer));
      }
      for (const callback of callbacks) {
        await client.uploadAttachment({ ...target, file: new Blob(["x"]), fileName: "a", onProgress: callback });
        let sent = 0;
        const busyOnce = (url) => ((sent += 1) === 1 ? new Response("", { status: 503, headers: { "Retry-After": "0" } }) : succeed(url));
        await assertUsable(new AttachmentClient({ ...options, fetch: async (url) => busyOnce(url), onRetry: callback }));
      }
    }
  });
  assert.deepEqual(escaped, []);
  await assertUsable(client);
});

/** Replaces a property while `work` runs. */
async function withReplaced(object, name, by, work) {
  const before = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { configurable: true, ...by });
  try {
    await work();
  } finally {
    if (before) Object.defineProperty(object, name, before);
    else delete object[name];
  }
}

test(`built-ins of the engine may throw ${many} times`, { timeout: 120_000 }, async () => {
  const broken = { value: trap, writable: true };
  const hostile = [
    ...["Headers", "URL", "AbortController", "AbortSignal", "Blob", "ReadableStream", "Request", "TextDecoder"].map((name) => [globalThis, name, broken]),
    [performance, "now", broken],
    [Date, "now", broken],
    [Math, "random", broken],
    [globalThis, "clearTimeout", broken],
    [globalThis, "queueMicrotask", broken],
    [Blob.prototype, "slice", broken],
    [Blob.prototype, "size", { get: trap }],
    [Blob.prototype, "type", { get: trap }],
    [Response.prototype, "body", { get: trap }],
    [EventTarget.prototype, "addEventListener", broken],
    [EventTarget.prototype, "removeEventListener", broken],
    [AbortSignal.prototype, "aborted", { get: trap }],
    [Array.prototype, "push", broken],
    [JSON, "parse", broken],
    [Reflect, "get", broken],
    [Object.prototype, "fileName", { set: trap, get: noop }],
    [process, "getBuiltinModule", broken],
    [globalThis, "navigator", { get: trap }],
    [globalThis, "location", { get: trap }],
  ];
  const client = new AttachmentClient(options);
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const escaped = await escapedFrom(async () => {
    for (const [object, name, by] of hostile) {
      const file = new File(["x"], "a.txt");
      await withReplaced(object, name, by, async () => {
        const calls = [
          () => new AttachmentClient(options),
          () => client.getAttachmentList({ ...target, signal }),
          () => client.uploadAttachment({ ...target, file, onProgress() {} }),
          () => client.downloadAttachment({ ...target, fileName: "a" }),
        ];
        const codes = new Set();
        for (let count = 0; count < many; count += 1) {
          let done;
          try {
            done = calls[count % calls.length]();
          } catch (error) {
            codes.add(error instanceof AttachmentError ? error.code : error);
            continue;
          }
          // Some calls can neither end nor fail.
          done.then?.(noop, (error) => codes.add(error instanceof AttachmentError ? error.code : error));
          if (count % 100 === 99) for (let task = 0; task < 3; task += 1) await nextTask();
        }
        const unexpected = [...codes].filter((code) => typeof code !== "string");
        assert.deepEqual(unexpected.map(String), [], `${name}: what calls failed with`);
      });
      await assertUsable(client);
    }
  });
  assert.deepEqual(escaped, []);
});

test("a client that is freed refuses every call, and can be freed again", async () => {
  const client = new AttachmentClient(options);
  const pending = client.getAttachmentList(target);
  client.free();
  client.free();
  client[Symbol.dispose]?.();
  const freed = { code: "INVALID_ARGUMENT", message: /freed/, attempts: 0 };
  const methods = ["getAttachmentList", "downloadAttachment", "uploadAttachment", "uploadAttachments", "deleteAttachments"];
  for (const method of methods) {
    for (let count = 0; count < many / 10; count += 1) {
      const argument = { ...target, fileName: "a", file: new Blob(["x"]), files: [], fileNames: [] };
      await assert.rejects(client[method](argument), { ...freed, operation: method });
    }
  }
  assert.equal((await pending).length, 1);
  await assertUsable(new AttachmentClient(options));
});

/** Runs a program that calls `fromEnv` many times, and returns the distinct outcomes that it prints. */
function fromEnvOutcomes(command, args, env, before = "") {
  const source = `
    import { AttachmentClient, AttachmentError } from ${JSON.stringify(pathToFileURL(join(root, "pkg/dist/index.js")).href)};
    ${before}
    const outcomes = new Set();
    for (let count = 0; count < ${many}; count += 1) {
      try {
        AttachmentClient.fromEnv().free();
        outcomes.add("made");
      } catch (error) {
        outcomes.add(error instanceof AttachmentError ? error.code + " " + error.message : "unexpected " + error);
      }
    }
    const fetch = async () => Response.json({ id: "${id}", page: 1, size: 0, total: 0, content: [] });
    const list = await new AttachmentClient({ apiUrl: "${apiUrl}", fetch }).getAttachmentList(${JSON.stringify(target)});
    console.log([...outcomes].join("|") + "|" + list.length);
  `;
  const folder = mkdtempSync(join(tmpdir(), "opik-attachments-"));
  try {
    writeFileSync(join(folder, "program.mjs"), source);
    const { stdout, stderr } = spawnSync(command, [...args, "program.mjs"], { cwd: folder, env, encoding: "utf8" });
    return stdout.trim() || stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test(`fromEnv without a home folder, ${many} times`, () => {
  const homeless = 'import os from "node:os"; os.homedir = () => { throw new Error("no entry for this user") };';
  const urls = { OPIK_URL_OVERRIDE: apiUrl };
  assert.equal(fromEnvOutcomes(process.execPath, [], urls, homeless), "made|0");
});

test(`fromEnv with an environment that may not be read, ${many} times`, () => {
  const proxied = 'Object.defineProperty(process, "env", { value: new Proxy({}, { get(_, name) { if (/^OPIK/.test(name)) throw new Error("not for you") } }) });';
  assert.match(fromEnvOutcomes(process.execPath, [], {}, proxied), /^INVALID_ARGUMENT fromEnv: [^|]*not for you\|0$/);
});

test(`fromEnv in Deno without permissions, ${many} times`, () => {
  const deno = join(root, "tests/packaging/runtimes/node_modules/.bin/deno");
  const env = { PATH: process.env.PATH, HOME: tmpdir(), DENO_NO_UPDATE_CHECK: "1" };
  const run = (...permissions) => fromEnvOutcomes(deno, ["run", "--no-prompt", ...permissions], env);
  // It must not ignore the settings: requests would go to another server than the configured one.
  assert.match(run(), /^INVALID_ARGUMENT fromEnv: [^|]*--allow-env[^|]*\|0$/);
  assert.match(run("--allow-env"), /^INVALID_ARGUMENT fromEnv: [^|]*--allow-read[^|]*\|0$/);
  assert.match(run("--allow-env", "--allow-read"), /^INVALID_ARGUMENT fromEnv: [^|]*--allow-sys[^|]*\|0$/);
  assert.equal(run("--allow-env", "--allow-sys", "--allow-read"), "made|0");
});

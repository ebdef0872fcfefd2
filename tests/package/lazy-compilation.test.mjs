// Importing an entry compiles nothing and never throws, whatever a page's Content-Security-Policy says. The first client
// compiles the module.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { AttachmentClient, AttachmentError } from "opik-attachments";
import { launchOptions } from "../../scripts/lib/chromium.mjs";

const target = { entityType: "trace", entityId: "0190babc-62a0-71d2-832a-0feffa4676eb" };

/** Runs a program in this folder and returns what it prints. */
function printed(type, source, ...switches) {
  const args = [...switches, `--input-type=${type}`, "--eval", source];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: import.meta.dirname, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

const counting = `
let compiled = 0;
for (const name of ["compile", "instantiate", "validate"]) {
  const original = WebAssembly[name];
  WebAssembly[name] = (...args) => { compiled += 1; return original(...args) };
}
const construct = (target, args) => { compiled += 1; return Reflect.construct(target, args) };
WebAssembly.Module = new Proxy(WebAssembly.Module, { construct });
`;
const use = `
  const observed = [compiled, typeof VERSION, new AttachmentError("m", { code: "TIMEOUT", operation: "fromEnv" }).code, compiled];
  new AttachmentClient();
  observed.push(compiled > 0);
  const after = compiled;
  new AttachmentClient();
  console.log(JSON.stringify([...observed, compiled - after]));
`;
const asExpected = JSON.stringify([0, "string", "TIMEOUT", 0, true, 0]);

test("import compiles nothing before the first client, and once for all of them", () => {
  const source = `${counting} const { AttachmentClient, AttachmentError, VERSION } = await import("opik-attachments"); ${use}`;
  assert.equal(printed("module", source), asExpected);
});

test("neither does require", () => {
  const source = `${counting} const { AttachmentClient, AttachmentError, VERSION } = require("opik-attachments"); ${use}`;
  assert.equal(printed("commonjs", source), asExpected);
});

test("nor the slim entry before init, and without it a client is refused", () => {
  const source = `${counting}
    const { AttachmentClient, AttachmentError, VERSION, init } = await import("opik-attachments/slim");
    const observed = [compiled, typeof VERSION];
    try { new AttachmentClient() } catch (error) { observed.push(error instanceof AttachmentError, error.code, error.message) }
    await init();
    console.log(JSON.stringify([...observed, compiled > 0, typeof new AttachmentClient().getAttachmentList]));`;
  const message = "init: expected to be called and awaited before a client is made, got no such call";
  assert.equal(printed("module", source), JSON.stringify([0, "string", true, "INVALID_ARGUMENT", message, true, "function"]));
});

test("a runtime without WebAssembly imports it, and says why at the first call", () => {
  const source = `
    const { AttachmentClient } = await import("opik-attachments");
    const client = new AttachmentClient();
    await client.getAttachmentList(${JSON.stringify(target)}).catch(({ code, hint }) => console.log(code, hint));
    client.free();`;
  assert.equal(printed("module", source, "--jitless"), "INVALID_ARGUMENT This runtime has no WebAssembly.");
});

describe("a page whose Content-Security-Policy forbids compiling", () => {
  let server;
  let browser;
  before(async () => {
    const dist = new URL("./node_modules/opik-attachments/dist/", import.meta.url);
    server = createServer(async (request, response) => {
      const file = request.url.slice(1);
      response.setHeader("content-security-policy", "script-src 'self'");
      response.setHeader("content-type", { js: "text/javascript", wasm: "application/wasm" }[file.split(".").at(-1)] ?? "text/html");
      response.end(file === "" ? '<!doctype html><link rel="icon" href="data:,">' : await readFile(new URL(file, dist)));
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await chromium.launch(launchOptions);
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  /** Resolves to what `body` returns in that page, with the entry imported as `entry`. */
  async function inPage(entry, body) {
    const page = await browser.newPage();
    try {
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      // The policy does not apply to code that the debugger evaluates, but does to the module that this imports.
      return await page.evaluate(`(async () => { const entry = await import("/${entry}"); ${body} })()`);
    } finally {
      await page.close();
    }
  }
  const fieldsOf = `({ code, operation, hint, message }) => ({ code, operation, hint, message })`;
  const checked = ({ hint, message, ...rest }) => {
    assert.match(hint, /script-src 'wasm-unsafe-eval'/);
    assert.match(message, /^WebAssembly cannot be compiled here: ./);
    return rest;
  };

  test("the import works, clients can be made, and each call says what the policy lacks", async () => {
    const body = `
      const client = new entry.AttachmentClient({ apiUrl: "/api" });
      const target = ${JSON.stringify(target)};
      const failures = [];
      for (const name of ["getAttachmentList", "deleteAttachments"]) failures.push(await client[name](target).catch(${fieldsOf}));
      client.free();
      return { failures, version: entry.VERSION, own: new entry.AttachmentError("m", { code: "TIMEOUT", operation: "fromEnv" }).code };`;
    const { failures, version, own } = await inPage("index.js", body);
    assert.match(version, /^\d/);
    assert.equal(own, "TIMEOUT");
    assert.deepEqual(failures.map(checked), [
      { code: "INVALID_ARGUMENT", operation: "getAttachmentList" },
      { code: "INVALID_ARGUMENT", operation: "deleteAttachments" },
    ]);
  });

  test("the slim entry's init says so", async () => {
    const failure = await inPage("slim.js", `return entry.init().catch(${fieldsOf});`);
    assert.deepEqual(checked(failure), { code: "INVALID_ARGUMENT", operation: "constructor" });
  });
});

test("after free, a call is refused by name, and so is a method without its client", async () => {
  const client = new AttachmentClient();
  client.free();
  client.free();
  const refused = { code: "INVALID_ARGUMENT", operation: "getAttachmentList" };
  await assert.rejects(client.getAttachmentList(target), { ...refused, message: /freed/ });
  const { getAttachmentList } = new AttachmentClient();
  await assert.rejects(getAttachmentList(target), { ...refused, message: /AttachmentClient/ });
  assert.ok((await client.getAttachmentList(target).catch((error) => error)) instanceof AttachmentError);
});

test("a client is used through a proxy, as state libraries make them, and freed once", async () => {
  const wrap = (object) =>
    new Proxy(object, {
      get(of, name) {
        const value = Reflect.get(of, name);
        return typeof value === "object" && value !== null ? wrap(value) : value;
      },
    });
  const fetch = async (url) =>
    Response.json(url.endsWith("/retrieve") ? { id: target.entityId } : { total: 0, content: [] });
  const client = wrap(new AttachmentClient({ fetch }));
  assert.deepEqual(await client.getAttachmentList(target), []);
  client.free();
  await assert.rejects(client.getAttachmentList(target), { code: "INVALID_ARGUMENT" });
});

// Runs every snippet of the README with the installed package against the local server.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { startServer } from "../../scripts/lib/server.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const readme = await readFile(join(here, "../../README.md"), "utf8");
const blocks = (language) => [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, code]) => code);
/** All but the one that needs Opik's SDK: tests/sdk/readme.test.mjs runs that. */
const snippets = blocks("js").filter((code) => !code.includes('from "opik"'));
const [tests, ...moreInTypeScript] = blocks("ts");

const html = '<!doctype html><link rel="icon" href="data:,"><input type="file" multiple><script type="module" src="/snippet.js"></script>';

let server;
let folder;
before(async () => {
  server = await startServer({ mode: "store", cors: true });
  // In the folder of the installed package, so that the snippets import it by its name.
  folder = await mkdtemp(join(here, ".readme-"));
  await writeFile(join(folder, "report.pdf"), randomBytes(100_000));
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

test("the README has the snippets that are tested here, and no others", () => {
  assert.deepEqual([snippets.length, moreInTypeScript.length], [3, 0]);
  assert.equal([...readme.matchAll(/^```\w+$/gm)].length, 3 + 1 + 1 + blocks("sh").length);
  // Run by this suite itself: the installation of the tarball, the command line in tests/cli/npx.test.mjs, and the steps
  // of scripts/test.mjs.
  const [install, commandLine, ...others] = blocks("sh").map((text) => text.trim());
  assert.equal(install, "npm install opik-attachments");
  assert.match(commandLine, /^export .*\n(npx opik-attachments .*\n?){4}$/);
  assert.deepEqual(others, [
    "npm start",
    "npm test",
    "cargo run -p opik-attachments-server -- --help",
  ]);
});

async function inNode(source) {
  const path = join(folder, "snippet.mjs");
  await writeFile(path, source);
  const child = spawn(process.execPath, [path], {
    cwd: folder,
    env: { HOME: folder, OPIK_URL_OVERRIDE: server.apiUrl },
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (printed += text));
  const status = await new Promise((resolve) => child.on("close", resolve));
  assert.equal(status, 0, printed);
  return printed;
}

test("the Node snippet", async () => {
  await inNode(snippets[1]);
  assert.deepEqual(await readFile(join(folder, "copy.pdf")), await readFile(join(folder, "report.pdf")));
});

test("the error snippet prints what its comment says", async () => {
  const promised = /\/\/ (ATTACHMENT_NOT_FOUND .*)/.exec(snippets[2])[1];
  assert.equal(await inNode(snippets[2]), `${promised}\n`);
});

test("the tests with a fake client and a fake fetch pass", async () => {
  assert.match(await inNode((await transform(tests, { loader: "ts" })).code), /^(# |ℹ )pass 2$/m);
});

test("the browser snippet", async () => {
  assert.ok(snippets[0].includes('apiUrl: "http://localhost:5173/api"'));
  const contents = snippets[0].replace("http://localhost:5173/api", server.apiUrl);
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    format: "esm",
    write: false,
  });
  // A page of another origin, as a user's is. It is served from this machine, since Chromium lets only such pages call it.
  const browser = await chromium.launch(launchOptions);
  const page = createServer((request, response) => {
    const script = request.url.endsWith(".js");
    response.setHeader("content-type", script ? "text/javascript" : "text/html");
    response.end(script ? outputFiles[0].text : html);
  });
  try {
    await new Promise((resolve) => page.listen(0, "127.0.0.1", resolve));
    const tab = await browser.newPage();
    const consoleErrors = [];
    tab.on("pageerror", (error) => consoleErrors.push(error));
    tab.on("console", (message) => message.type() === "error" && consoleErrors.push(message.text()));
    await tab.goto(`http://127.0.0.1:${page.address().port}/`);
    const logged = tab.waitForEvent("console", (message) => message.type() === "log");
    await tab.locator("input").setInputFiles([
      { name: "shot.png", mimeType: "image/png", buffer: Buffer.from("png") },
      { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("text") },
    ]);
    await logged.catch((error) => assert.fail(`${error.message}\n${consoleErrors.join("\n")}`));
    const list = await (await logged).args()[0].jsonValue();
    assert.deepEqual(consoleErrors, []);
    const own = list.filter(({ fileName }) => fileName !== "report.pdf");
    assert.deepEqual(own.map(({ link, ...row }) => (assert.ok(link), row)), [
      { fileName: "shot.png", fileSize: 3, mimeType: "image/png", previewable: true },
      { fileName: "notes.txt", fileSize: 4, mimeType: "text/plain", previewable: true },
    ]);
  } finally {
    await browser.close();
    page.close();
  }
});

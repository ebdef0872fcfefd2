// The main way through the page in Firefox and in WebKitGTK, which WebDriver drives, in both modes.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { AttachmentClient } from "opik-attachments";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";
import { startBrowser } from "../../scripts/lib/webdriver.mjs";
import { withWebKit } from "../packaging/support/browsers.mjs";
import { sha256 } from "./lib/actions.mjs";
import { csv, log, png } from "./lib/samples.mjs";

const patienceMs = 60_000;
const largeBytes = 12 * 1024 * 1024;
const large = Buffer.alloc(largeBytes, 7);

const browsers = {
  Firefox: (downloads, work) => {
    const prefs = { "browser.download.folderList": 2, "browser.download.dir": downloads };
    const capabilities = { browserName: "firefox", "moz:firefoxOptions": { args: ["-headless"], prefs } };
    return work({ command: "geckodriver", capabilities });
  },
  // What it saves goes below its home.
  WebKitGTK: (downloads, work) =>
    withWebKit((options) => work({ ...options, env: { ...options.env, HOME: downloads } })),
};

for (const [name, withBrowser] of Object.entries(browsers)) {
  for (const mode of ["direct", "store"]) {
    describe(`${name}, ${mode} mode`, () => {
      let server;
      let downloads;
      before(async () => {
        downloads = await mkdtemp(join(tmpdir(), "opik-attachments-downloads-"));
        server = await startServer({ mode });
      });
      after(async () => {
        await server?.stop();
        await rm(downloads, { recursive: true, force: true });
      });

      test("files are uploaded, listed, previewed, downloaded and deleted", () =>
        withBrowser(downloads, async (options) => {
          const browser = await startBrowser(options);
          try {
            await mainWay(browser, server, name === "Firefox" ? downloads : undefined);
          } finally {
            await browser.stop();
          }
        }));
    });
  }
}

/** What is saved is looked at in `downloads`, if that is given. */
async function mainWay(browser, { pageUrl, apiUrl }, downloads) {
  const target = { projectName: "Default Project", entityType: "trace", entityId: uuidV7() };
  const client = new AttachmentClient({ apiUrl });
  const names = async () => (await client.getAttachmentList(target)).map(({ fileName }) => fileName).sort();
  const { evaluate } = browser;
  const until = async (expression) => {
    const deadline = performance.now() + patienceMs;
    while (!(await evaluate(`return Boolean(${expression})`))) {
      if (performance.now() > deadline)
        assert.fail(`${expression}\n${await evaluate("return document.body.innerText")}`);
      await wait(50);
    }
  };
  const click = async (label) => {
    const selector = `[aria-label=${JSON.stringify(label)}]`;
    await until(`document.querySelector(${JSON.stringify(selector)})`);
    await evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`);
  };
  const transfersDone = (count) => until(`document.querySelectorAll(".transfer[data-state=done]").length === ${count}`);
  const row = (fileName) =>
    `[...document.querySelectorAll(".grid .name")].find((name) => name.textContent === ${JSON.stringify(fileName)})`;

  await browser.open(`${pageUrl}?project=Default+Project&trace=${target.entityId}`);
  await evaluate(`
    window.complaints = [];
    addEventListener("error", ({ message }) => complaints.push(message));
    addEventListener("unhandledrejection", ({ reason }) => complaints.push(String(reason)));
    document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => complaints.push(violatedDirective));
  `);
  await until(`document.querySelector(".empty")`);

  const files = [log, csv, png("chart.png")].map(({ name, mimeType, buffer }) => [
    name,
    mimeType,
    buffer.toString("base64"),
  ]);
  await evaluate(`
    const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const chosen = new DataTransfer();
    for (const [name, type, text] of ${JSON.stringify(files)}) chosen.items.add(new File([bytes(text)], name, { type }));
    chosen.items.add(new File([new Uint8Array(${largeBytes}).fill(7)], "large.bin"));
    const input = document.querySelector("[aria-label='Files to upload']");
    input.files = chosen.files;
    input.dispatchEvent(new Event("change"));
  `);
  await transfersDone(4);
  await until(row("large.bin"));
  assert.deepEqual(await names(), ["chart.png", "large.bin", csv.name, log.name].sort());
  await until(`document.querySelector(".picture.image canvas:not([hidden])")`);

  await evaluate(`${row(csv.name)}.click()`);
  await until(`document.querySelectorAll("dialog tbody tr").length === 3`);
  await click("Next attachment");
  await until(`document.querySelector("dialog pre")?.textContent === ${JSON.stringify(log.buffer.toString())}`);
  await click("Close");

  await click("Download large.bin");
  await transfersDone(5);
  if (downloads) {
    const saved = () => readFile(join(downloads, "large.bin")).then(sha256, () => "nothing yet");
    for (let tries = 0; (await saved()) !== sha256(large) && tries < 200; tries += 1) await wait(50);
    assert.equal(await saved(), sha256(large));
  }

  await click("Delete large.bin");
  await until(`!(${row("large.bin")})`);
  assert.ok((await names()).includes("large.bin"), "nothing is sent while it can be undone");
  const deadline = performance.now() + patienceMs;
  while ((await names()).includes("large.bin") && performance.now() < deadline) await wait(200);
  assert.deepEqual(await names(), ["chart.png", csv.name, log.name].sort());
  assert.deepEqual(await evaluate("return window.complaints"), []);
}

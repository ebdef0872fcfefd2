// examples/drop-zone in Chromium, run as its header says: drop, watch, cancel, and see the attachments.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { root } from "../../scripts/lib/run.mjs";
import { startServer } from "../../scripts/lib/server.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";
import { startProxy } from "./start-proxy.mjs";

const mib = 2 ** 20;

let server;
let proxy;
let browser;
before(async () => {
  // Slow enough to observe an upload.
  server = await startServer({ mode: "direct", admin: true, switches: ["--bandwidth", String(8 * mib)] });
  proxy = await startProxy(join(root, "examples/drop-zone"), server.apiUrl);
  browser = await chromium.launch(launchOptions);
});
after(async () => {
  await browser?.close();
  assert.equal(await proxy?.stop(), "");
  await server?.stop();
});

afterEach(() => server.faults.clear());

/** Opens a page for a new trace. `finish` fails if there was an error or a warning. */
async function open() {
  const page = await browser.newPage();
  const consoleErrors = [];
  page.on("pageerror", (error) => consoleErrors.push(error.message));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && consoleErrors.push(message.text()));
  await page.goto(`${proxy.url}?trace=${uuidV7()}`);
  await page.getByText("None yet.").waitFor();
  const finish = async () => {
    assert.deepEqual(consoleErrors, []);
    await page.close();
  };
  return { page, finish };
}

/** Drops a file by the events of a drag: without a desktop there is no other way. */
async function drop(page, name, size) {
  const data = await page.evaluateHandle(
    ([name, size]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(size)], name));
      return data;
    },
    [name, size],
  );
  const zone = page.locator("#zone");
  await zone.dispatchEvent("dragover", { dataTransfer: data });
  assert.equal(await zone.getAttribute("class"), "over");
  await zone.dispatchEvent("drop", { dataTransfer: data });
  assert.equal(await zone.getAttribute("class"), "");
}

const line = (page, name) =>
  page.getByRole("list", { name: "Uploads" }).getByRole("listitem").filter({ hasText: name });
const attached = (page) => page.getByRole("list", { name: "Attachments" }).getByRole("listitem");

test("a dropped file shows progress, arrives and is listed", { timeout: 60_000 }, async () => {
  const { page, finish } = await open();
  await drop(page, "<b>large</b>.bin", 24 * mib);
  const values = await page.getByRole("progressbar", { name: "Progress of <b>large</b>.bin" }).evaluate((bar) => {
    return new Promise((resolve) => {
      const values = [];
      const look = () => {
        if (values.at(-1) !== bar.value) values.push(bar.value);
        if (bar.value < 1) requestAnimationFrame(look);
        else resolve(values);
      };
      look();
    });
  });
  assert.ok(
    values.some((value) => value > 0 && value < 1),
    values.join(", "),
  );
  assert.deepEqual(
    values,
    values.toSorted((a, b) => a - b),
  );
  await line(page, "<b>large</b>.bin").getByText("uploaded").waitFor();
  await page.getByText(`<b>large</b>.bin, ${24 * mib} bytes`, { exact: true }).waitFor();
  await finish();
});

test("of two files the cancelled one is not attached, and its request has ended", { timeout: 60_000 }, async () => {
  const { page, finish } = await open();
  const after = (await server.requests()).at(-1).id;
  // Stalls for ever, so that only the button can end it.
  const stall = { method: "PUT", query: "*held.bin*", action: { type: "stall", request_bytes: 1 } };
  await server.faults.add(stall);
  await drop(page, "held.bin", 1000);
  await drop(page, "kept.txt", 5);
  await line(page, "kept.txt").getByText("uploaded").waitFor();
  await page.getByRole("button", { name: "Cancel held.bin" }).click();
  await line(page, "held.bin").getByText("cancelled").waitFor();

  await page.reload();
  await page.getByText("kept.txt, 5 bytes").waitFor();
  assert.deepEqual(await attached(page).allTextContents(), ["kept.txt, 5 bytes"]);
  const outcome = async () =>
    (await server.requests({ after })).find(({ query }) => query.includes("held.bin")).outcome;
  while ((await outcome()) === "pending") await wait(20);
  assert.equal(await outcome(), "aborted");
  await finish();
});

test("chosen files are uploaded, too, and failures are explained", { timeout: 60_000 }, async () => {
  const { page, finish } = await open();
  const nonsense = { type: "replace", pointer: "/upload_id", value: 7 };
  await server.faults.add({ path: "*/upload-start", times: 1, action: nonsense });
  const file = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("text") };
  await page.getByLabel("Drop files here").setInputFiles(file);
  await line(page, "notes.txt").getByText("(API_ERROR)").waitFor();
  await page.getByLabel("Drop files here").setInputFiles(file);
  await line(page, "notes.txt").getByText("uploaded").waitFor();
  assert.deepEqual(await attached(page).allTextContents(), ["notes.txt, 4 bytes"]);
  await finish();
});

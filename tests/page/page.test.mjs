// The demo page in a real browser, against the local server, in both of its modes.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { startServer } from "../../scripts/lib/server.mjs";

const screenshots = fileURLToPath(new URL("../../test-results/", import.meta.url));
const octets = "application/octet-stream";
const medium = { name: "Été à Zürich & más.bin", mimeType: octets, buffer: randomBytes(300 * 1024) };
const large = { name: "twelve mebibytes.bin", mimeType: octets, buffer: randomBytes(12 * 1024 * 1024) };
const markup = { name: "<img src=x onerror=throw(1)>.txt", mimeType: "text/plain", buffer: Buffer.from("text") };

let browser;
before(async () => {
  browser = await chromium.launch(launchOptions);
});
after(() => browser?.close());

describe("direct mode", () => {
  const { open } = fixture("direct");

  test("a file is uploaded, listed, downloaded and deleted", async () => {
    const visit = await open();
    await roundTrip(visit);
    await visit.finish();
    assert.deepEqual(visit.requestsTo("storeUrl"), [], "bytes travel through the backend");
  });
});

describe("store mode", () => {
  const { open } = fixture("store");

  test("a file is uploaded, listed, downloaded and deleted, without credentials for the store", async () => {
    const visit = await open();
    await roundTrip(visit);
    await visit.finish();
    const toStore = visit.requestsTo("storeUrl");
    assert.ok(toStore.some((request) => request.method() === "PUT"));
    assert.ok(toStore.some((request) => request.method() === "GET"));
    await assertNoCredentials(visit);
  });

  test("a file of several parts", async () => {
    const visit = await open();
    await upload(visit, large);
    assert.equal(await sizeOf(visit, large), "12 MiB");
    assert.equal(await download(visit, large), sha256(large.buffer));
    await visit.finish();
    const parts = visit.requestsTo("storeUrl").filter((request) => request.method() === "PUT");
    assert.ok(parts.length > 1, `${parts.length} part`);
    await assertNoCredentials(visit);
  });

  test("names are shown as text", async () => {
    const visit = await open();
    await upload(visit, markup);
    assert.equal(await sizeOf(visit, markup), "4 bytes");
    assert.equal(await visit.page.locator("img").count(), 0);
    await visit.finish();
  });

  test("another trace or span has another list", async () => {
    const visit = await open();
    const { page } = visit;
    await upload(visit, medium);
    await page.getByLabel("Attached to").selectOption("span");
    await emptyText(page).waitFor();
    await page.getByLabel("Attached to").selectOption("trace");
    await rowOf(page, medium).waitFor();
    const id = await page.getByLabel("Id", { exact: true }).inputValue();
    await page.getByRole("button", { name: "New id" }).click();
    await emptyText(page).waitFor();
    assert.notEqual(await page.getByLabel("Id", { exact: true }).inputValue(), id);
    await visit.finish();
  });

  test("errors are explained", async () => {
    const visit = await open();
    const { page } = visit;
    await page.getByLabel("Id", { exact: true }).fill("not-an-id");
    await page.getByRole("button", { name: "Refresh" }).click();
    await page.locator("#message", { hasText: "INVALID_ARGUMENT: " }).waitFor();
    await choose(page, medium);
    const line = page.locator("#status li[data-state=failed]");
    await line.waitFor();
    assert.match(await line.textContent(), /^Été à Zürich & más\.bin, 300 KiB: INVALID_ARGUMENT: .*entityId/);
    await page.screenshot({ path: join(screenshots, "page-error.png"), fullPage: true });
    // And the page goes on from there.
    await page.getByRole("button", { name: "New id" }).click();
    await emptyText(page).waitFor();
    await upload(visit, medium);
    await visit.finish();
  });

  test("the keyboard is enough", async () => {
    const visit = await open();
    const { page } = visit;
    await upload(visit, medium);
    const deletion = page.getByRole("button", { name: `Delete ${medium.name}`, exact: true });
    await page.getByRole("button", { name: "Refresh" }).focus();
    for (const name of ["Download", "Delete"]) {
      await page.keyboard.press("Tab");
      const label = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
      assert.equal(label, `${name} ${medium.name}`);
    }
    await page.keyboard.press("Enter");
    await deletion.waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.id), "refresh", "the focus is not lost");
    await visit.finish();
  });

  test("light, dark and narrow", async () => {
    const visit = await open();
    const { page } = visit;
    await page.mouse.move(0, 0);
    const shoot = (name) => page.screenshot({ path: join(screenshots, `page-${name}.png`), fullPage: true });
    await shoot("empty");
    await upload(visit, medium, markup, large);
    await shoot("list");
    await page.emulateMedia({ colorScheme: "dark" });
    await shoot("dark");
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 400, height: 800 });
    await shoot("narrow");
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(content <= window, `${content} px of content in ${window} px`);
    await visit.finish();
  });
});

/** A server for one describe block; `open` visits its page in a browser context of its own. */
function fixture(mode) {
  let data;
  let server;
  let visits = 0;
  const contexts = [];

  before(async () => {
    data = await mkdtemp(join(tmpdir(), "opik-attachments-page-"));
    server = await startServer({ mode, data });
  });
  after(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await server?.stop();
    if (data) await rm(data, { recursive: true, force: true });
  });

  async function open() {
    const context = await browser.newContext({ acceptDownloads: true, colorScheme: "light" });
    contexts.push(context);
    const page = await context.newPage();
    const requests = [];
    const problems = [];
    page.on("request", (request) => requests.push(request));
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (entry) => {
      if (["error", "warning"].includes(entry.type())) problems.push(entry.text());
    });
    await page.goto(server.pageUrl);
    await emptyOrList(page).waitFor();

    // The tests of one server share its trace: each takes a new one, except the first, which sees the sample id.
    if (visits++ > 0) {
      await page.getByRole("button", { name: "New id" }).click();
    }
    await emptyText(page).waitFor();

    const from = (url) => new URL(url).origin;
    const finish = () => {
      const known = [from(server.pageUrl), from(server.storeUrl)];
      const elsewhere = requests.map((request) => request.url()).filter((url) => {
        return !url.startsWith("data:") && !url.startsWith("blob:") && !known.includes(from(url));
      });
      assert.deepEqual(problems, []);
      assert.deepEqual(elsewhere, [], "requests to other servers");
    };
    const requestsTo = (name) => requests.filter((request) => from(request.url()) === from(server[name]));
    return { page, requestsTo, finish };
  }

  return { open };
}

async function roundTrip(visit) {
  const { page } = visit;
  await upload(visit, medium);
  assert.equal(await sizeOf(visit, medium), "300 KiB");
  assert.equal(await rowOf(page, medium).getByRole("cell").nth(1).textContent(), octets);
  assert.equal(await download(visit, medium), sha256(medium.buffer));

  // What the server has, and not only what the page remembers.
  await page.getByRole("button", { name: "New id" }).click();
  await emptyText(page).waitFor();
  await page.reload();
  await rowOf(page, medium).waitFor();
  assert.equal(await download(visit, medium), sha256(medium.buffer));

  await page.getByRole("button", { name: `Delete ${medium.name}`, exact: true }).click();
  await rowOf(page, medium).waitFor({ state: "detached" });
  await emptyText(page).waitFor();
  await page.reload();
  await emptyText(page).waitFor();
}

async function choose(page, ...files) {
  await page.getByLabel("Upload files").setInputFiles(files);
}

async function upload({ page }, ...files) {
  await choose(page, ...files);
  for (const file of files) {
    const line = page.locator("#status li:not([data-state=busy])", { hasText: file.name });
    await line.waitFor();
    assert.match(await line.textContent(), /: uploaded$/);
    await rowOf(page, file).waitFor();
  }
}

async function download({ page }, file) {
  const [event] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: `Download ${file.name}`, exact: true }).click(),
  ]);
  assert.equal(event.suggestedFilename(), file.name);
  return sha256(await readFile(await event.path()));
}

async function sizeOf({ page }, file) {
  return rowOf(page, file).getByRole("cell").nth(2).textContent();
}

function rowOf(page, file) {
  return page.getByRole("row").filter({ has: page.getByRole("cell", { name: file.name, exact: true }) });
}

function emptyText(page) {
  return page.getByText("No attachments yet.");
}

function emptyOrList(page) {
  return emptyText(page).or(page.getByRole("table"));
}

async function assertNoCredentials(visit) {
  const carried = async (name) => {
    const all = await Promise.all(visit.requestsTo(name).map((request) => request.allHeaders()));
    return new Set(all.flatMap(Object.keys));
  };
  // The backend gets a header that the store must not: else the check below could not fail.
  assert.ok((await carried("pageUrl")).has("comet-workspace"));
  const toStore = await carried("storeUrl");
  for (const header of ["authorization", "comet-workspace", "cookie"]) assert.ok(!toStore.has(header), header);
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

// Connecting: deep links, the key, and what a connection that fails says.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { roundTrip } from "../../examples/round-trip.mjs";
import { uuidV7 } from "../../scripts/lib/uuid-v7.mjs";
import { connectTo, emptyText, rowOf } from "./lib/actions.mjs";
import { log } from "./lib/samples.mjs";
import { site } from "./lib/visit.mjs";

/** What the error says. */
async function failure(page, code) {
  const box = page.getByRole("alert").filter({ hasText: code });
  await box.waitFor();
  return box.innerText();
}

describe("a server without keys", () => {
  const at = site();

  test("the page without parameters shows what the example has uploaded", async () => {
    await roundTrip({ apiUrl: at.server.apiUrl });
    const visit = await at.open();
    await visit.page.goto(at.server.pageUrl);
    for (const name of ["notes.txt", "square.png", "weights.bin"]) await rowOf(visit.page, name).waitFor();
    visit.assertQuiet();
  });

  test("opening a place puts it into the address, which leads there again", async () => {
    const visit = await at.open({ files: [log] });
    const { page } = visit;
    await rowOf(page, log.name).waitFor();
    const entityId = uuidV7();
    await page.getByLabel("Span").check();
    await connectTo(page, { Id: entityId });
    await emptyText(page).waitFor();
    const link = new URL(page.url()).searchParams;
    assert.deepEqual([link.get("span"), link.get("trace"), link.get("project")], [entityId, null, "Default Project"]);
    await page.reload();
    await emptyText(page).waitFor();
    assert.equal(await page.getByLabel("Id", { exact: true }).inputValue(), entityId);
    assert.ok(await page.getByLabel("Span").isChecked());
    await page.goBack();
    await rowOf(page, log.name).waitFor();
    assert.ok(await page.getByLabel("Trace").isChecked());
    visit.assertQuiet();
  });

  test("a project that does not exist is named, and an upload creates it", async () => {
    const { page } = await at.open({ parameters: { project: "Neu & frisch" } });
    const text = await failure(page, "PROJECT_NOT_FOUND");
    assert.match(text, /The project does not exist, or the API key has no access to it/);
    assert.match(text, /Neu & frisch/);
    assert.match(text, /an upload creates it.*apiKey is not set/);
    await page.getByLabel("Files to upload").setInputFiles([log]);
    await rowOf(page, log.name).waitFor();
  });

  test("an id that cannot be one is explained, and nothing is sent", async () => {
    const { page, requests } = await at.open({ parameters: { trace: "not-an-id" } });
    assert.match(await failure(page, "INVALID_ARGUMENT"), /entityId: expected a UUID/);
    assert.deepEqual(
      requests.filter((request) => request.url().startsWith(at.server.apiUrl)),
      [],
    );
    await page.getByRole("button", { name: "New id" }).click();
    await emptyText(page).waitFor();
  });

  test("a new id is of version 7, the only one that uploads may have, on pages that are not secure as well", async () => {
    // Browsers keep this from such pages.
    const prepare = (page) => page.addInitScript(() => delete Crypto.prototype.randomUUID);
    const { page, target, assertQuiet } = await at.open({ prepare });
    await emptyText(page).waitFor();
    const id = page.getByLabel("Id", { exact: true });
    const made = new Set([target.entityId]);
    for (const count of [2, 3]) {
      await page.getByRole("button", { name: "New id" }).click();
      made.add(await id.inputValue());
      assert.equal(made.size, count, "another id");
    }
    for (const one of made) assert.match(one, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const note = page.locator(`#${await id.getAttribute("aria-describedby")}`);
    assert.match(await note.innerText(), /version 7/);
    await emptyText(page).waitFor();
    await page.getByLabel("Files to upload").setInputFiles([log]);
    await rowOf(page, log.name).waitFor();
    assert.equal(new URL(page.url()).searchParams.get("trace"), [...made].at(-1));
    assertQuiet();
  });

  test("an address that cannot be one is explained", async () => {
    const { page } = await at.open({ parameters: { server: "ftp://127.0.0.1/api" } });
    assert.match(await failure(page, "INVALID_ARGUMENT"), /apiUrl/);
    await page.getByRole("button", { name: "Edit the connection" }).click();
    assert.ok(await page.getByLabel("Opik server").evaluate((field) => field === document.activeElement));
    await connectTo(page, { "Opik server": at.server.apiUrl });
    await emptyText(page).waitFor();
  });
});

describe("a server of another origin without CORS", () => {
  const at = site({ pageFrom: "another origin" });

  test("is explained", async () => {
    const { page } = await at.open({ prepare: hurry });
    const text = await failure(page, "NETWORK_ERROR");
    assert.match(text, /The server could not be reached/);
    assert.match(text, /CORS=true/);
  });
});

describe("a server that asks for keys", () => {
  const at = site({ cors: true, switches: ["--auth", "right-key", "--auth", "other-key@other"] });

  test("a missing, a wrong and a misplaced key are named as reasons to see no project, and the right one opens", async () => {
    const { page } = await at.open();
    assert.match(await failure(page, "PROJECT_NOT_FOUND"), /no access to it.*apiKey is not set/s);
    const apiKey = page.getByLabel(/^API key/);
    await apiKey.fill("wrong-key");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    const refused = page.getByRole("alert").filter({ hasText: "the API key may not see it" });
    await refused.waitFor();
    await apiKey.fill("other-key");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await refused.waitFor();
    assert.match(await failure(page, "PROJECT_NOT_FOUND"), /an upload creates it.*the API key may not see it/s);
    await apiKey.fill("right-key");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await emptyText(page).waitFor();
  });

  test("the key lives in the tab alone: not in the address, the markup, the console or another tab", async () => {
    const { page, context, complaints } = await at.open();
    const printed = [];
    page.on("console", (entry) => printed.push(entry.text()));
    await page.getByLabel(/^API key/).fill("right-key");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await emptyText(page).waitFor();
    await page.reload();
    await emptyText(page).waitFor();
    assert.ok(!page.url().includes("right-key"));
    assert.ok(!(await page.content()).includes("right-key"));
    assert.ok(![...printed, ...complaints].join("\n").includes("right-key"));
    const stored = await page.evaluate(() => [
      JSON.stringify(localStorage),
      document.cookie,
      JSON.stringify(history.state),
    ]);
    assert.ok(!stored.join().includes("right-key"));
    const other = await context.newPage();
    await other.goto(page.url());
    await failure(other, "PROJECT_NOT_FOUND");
  });

  test("a key in the address is taken out and never used", async () => {
    const { page } = await at.open({ parameters: { apiKey: "right-key" } });
    await failure(page, "PROJECT_NOT_FOUND");
    assert.ok(!page.url().includes("right-key"));
  });

  test("a link to another server does not get the key", async () => {
    const { page, requests } = await at.open();
    await page.getByLabel(/^API key/).fill("right-key");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await emptyText(page).waitFor();
    // The same server under another name is another server.
    const elsewhere = at.server.apiUrl.replace("127.0.0.1", "localhost");
    const link = new URL(page.url());
    link.searchParams.set("server", elsewhere);
    await page.goto(link.href);
    await failure(page, "PROJECT_NOT_FOUND");
    const keys = async (start) => {
      const asked = requests.filter((request) => request.url().startsWith(start));
      assert.ok(asked.length > 0);
      const headers = await Promise.all(asked.map((request) => request.allHeaders()));
      return headers.some(({ authorization }) => authorization === "right-key");
    };
    assert.equal(await keys(at.server.apiUrl), true, "else the next line proves nothing");
    assert.equal(await keys(elsewhere), false);
  });
});

/** Lets the waits between attempts pass at once. */
async function hurry(page) {
  await page.addInitScript(() => {
    const wait = window.setTimeout.bind(window);
    window.setTimeout = (work, ms, ...rest) => wait(work, Math.min(ms, 20), ...rest);
  });
}

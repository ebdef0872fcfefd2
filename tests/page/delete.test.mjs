// Deleting: with time to undo, several at once, and with what may come in between.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { choose, emptyText, namesIn, rowOf, transferIn } from "./lib/actions.mjs";
import { csv, json, log } from "./lib/samples.mjs";
import { site } from "./lib/visit.mjs";

const graceMs = 8000;

describe("deleting", () => {
  const at = site({ admin: true });

  /** With a clock that the test sets forward. */
  async function openWith(...files) {
    const visit = await at.open({ files, prepare: (page) => page.clock.install() });
    await rowOf(visit.page, files[0].name).waitFor();
    const stored = async () =>
      (await visit.client.getAttachmentList(visit.target)).map(({ fileName }) => fileName).sort();
    const remove = (name) => visit.page.getByRole("button", { name: `Delete ${name}`, exact: true }).click();
    return { ...visit, stored, remove };
  }

  test("can be undone, and then nothing is sent", async () => {
    const { page, stored, remove, requests } = await openWith(log, csv);
    await remove(log.name);
    await rowOf(page, log.name).waitFor({ state: "detached" });
    await page.getByText("1 attachment, ").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await rowOf(page, log.name).waitFor();
    await page.clock.fastForward(2 * graceMs);
    assert.deepEqual(await stored(), [csv.name, log.name].sort());
    assert.deepEqual(
      requests.filter((request) => request.url().endsWith("/attachment/delete")),
      [],
    );
  });

  test("of a selection is one request, once the time is up", async () => {
    const { page, stored } = await openWith(log, csv, json);
    await page.getByLabel(`Select ${log.name}`).check();
    await page.getByLabel(`Select ${json.name}`).check();
    await page
      .getByRole("group", { name: /actions/ })
      .getByRole("button", { name: "Delete" })
      .click();
    await page.getByText("Deleting 2 files in 8 seconds").waitFor();
    assert.deepEqual(await namesIn(page), [csv.name]);
    assert.equal((await stored()).length, 3);
    await Promise.all([
      page.waitForResponse((response) => response.url().endsWith("/attachment/delete")),
      page.clock.fastForward(graceMs),
    ]);
    assert.deepEqual(await stored(), [csv.name]);
    await page
      .getByText(/^Deleting 2 files/)
      .and(page.locator(".toast p"))
      .waitFor({ state: "detached" });
    assert.deepEqual(await namesIn(page), [csv.name]);
  });

  test("does not hit a file that is uploaded under the name meanwhile", async () => {
    const { page, stored, remove } = await openWith(log);
    await remove(log.name);
    await emptyText(page).waitFor();
    await choose(page, log);
    await transferIn(page, log.name, "done").waitFor();
    await rowOf(page, log.name).waitFor();
    await page.clock.fastForward(2 * graceMs);
    assert.deepEqual(await stored(), [log.name]);
    await rowOf(page, log.name).waitFor();
  });

  test("that fails says why, and the row is back", async () => {
    const { page, remove } = await openWith(log);
    await at.server.faults.add({
      method: "POST",
      path: "*/attachment/delete",
      times: 1,
      action: { type: "status", status: 422, body: "no" },
    });
    await remove(log.name);
    await emptyText(page).waitFor();
    await page.clock.fastForward(graceMs);
    const dialog = page.getByRole("dialog", { name: "Error details" });
    await dialog.getByText("API_ERROR").waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await rowOf(page, log.name).waitFor();
  });

  test("that waits holds up a person who leaves the page", async () => {
    const { page, remove, stored } = await openWith(log);
    await remove(log.name);
    await emptyText(page).waitFor();
    const asked = new Promise((resolve) =>
      page.once("dialog", async (dialog) => {
        resolve(dialog.type());
        await dialog.accept();
      }),
    );
    await page.close({ runBeforeUnload: true });
    assert.equal(await asked, "beforeunload");
    assert.deepEqual(await stored(), [log.name], "a page that is closed deletes nothing");
  });
});

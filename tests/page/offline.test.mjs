// Offline and online again, without a reload.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { choose, emptyText, rowOf, transferIn, transferOf } from "./lib/actions.mjs";
import { csv, log, png } from "./lib/samples.mjs";
import { site } from "./lib/visit.mjs";

for (const mode of ["direct", "store"]) {
  describe(`${mode} mode`, () => {
    const at = site({ mode });

    test("the list stays, uploads wait, and all goes on once the network is back", async () => {
      const { page, context, client, target } = await at.open({ files: [log] });
      await rowOf(page, log.name).waitFor();
      await context.setOffline(true);
      await page.getByText("Offline: transfers continue when the network is back.").waitFor();
      await choose(page, csv);
      await transferOf(page, csv.name)
        .getByText(/^Waiting for the network/)
        .waitFor();
      await page.getByRole("button", { name: "Refresh the list" }).click();
      await client.uploadAttachment({ ...target, file: png("new.png").buffer, fileName: "new.png" });
      assert.ok(await rowOf(page, log.name).isVisible());

      await context.setOffline(false);
      await transferIn(page, csv.name, "done").waitFor();
      for (const name of [csv.name, log.name, "new.png"]) await rowOf(page, name).waitFor();
      assert.equal(await page.getByText("Offline:").count(), 0);
    });

    test("a place that is opened without a network is shown once there is one", async () => {
      const { page, context } = await at.open({ files: [log] });
      await rowOf(page, log.name).waitFor();
      await context.setOffline(true);
      await page.getByRole("button", { name: "New id" }).click();
      await rowOf(page, log.name).waitFor({ state: "detached" });
      await context.setOffline(false);
      await emptyText(page).waitFor();
    });

    test("an upload that had failed for want of a network begins again by itself", async () => {
      const { page, context } = await at.open({ prepare: (page) => page.clock.install() });
      await emptyText(page).waitFor();
      const uploads = /\/attachment\/upload/;
      await page.route(uploads, (route) => route.abort("connectionreset"));
      await choose(page, csv);
      // The package tries again for half a minute, which passes at once here.
      for (let second = 0; second < 300 && (await transferIn(page, csv.name, "failed").count()) === 0; second += 1) {
        await page.clock.runFor(1000);
        await wait(20);
      }
      await transferOf(page, csv.name)
        .getByText(/\(NETWORK_ERROR\)$/)
        .waitFor();
      await page.unroute(uploads);
      await context.setOffline(true);
      await context.setOffline(false);
      await transferIn(page, csv.name, "done").waitFor();
    });
  });
}

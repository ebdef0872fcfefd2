// Offline and online again, without a reload.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { choose, rowOf, transferIn, transferOf } from "./lib/actions.mjs";
import { csv, log, png } from "./lib/samples.mjs";
import { site } from "./lib/visit.mjs";

for (const mode of ["direct", "store"]) {
  describe(`${mode} mode`, () => {
    const at = site({ mode });

    test("uploads wait for the network, and the list comes back with it", async () => {
      const { page, context, client, target } = await at.open({ files: [log] });
      await rowOf(page, log.name).waitFor();
      await context.setOffline(true);
      await choose(page, csv);
      await transferOf(page, csv.name).getByText(/^Waiting for the network/).waitFor();
      await page.getByRole("button", { name: "Refresh the list" }).click();
      await page.getByText("The browser is offline.").waitFor();

      await client.uploadAttachment({ ...target, file: png("new.png").buffer, fileName: "new.png" });
      await context.setOffline(false);
      await transferIn(page, csv.name, "done").waitFor();
      for (const name of [csv.name, log.name, "new.png"]) await rowOf(page, name).waitFor();
      assert.equal(await page.getByRole("alert").count(), 0);
    });
  });
}

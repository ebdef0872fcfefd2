// What axe has to say about the page in each of its states, light and dark, wide and narrow.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { choose, emptyText, openPreview, rowOf, transferIn } from "./lib/actions.mjs";
import { bytes, csv, json, log, pdf, png, wav } from "./lib/samples.mjs";
import { site } from "./lib/visit.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function assertNothingToSay(page, state) {
  // Evaluated, since the page's CSP lets in no script from elsewhere.
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  assert.deepEqual(found, [], state);
  assert.ok(passes.length > 10, "axe has looked at something");
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 390]) {
    describe(`${colorScheme}, ${width} wide`, () => {
      const at = site({ switches: ["--bandwidth", String(1024 * 1024)] });
      const context = { colorScheme, viewport: { width, height: 800 }, reducedMotion: "reduce" };

      test("axe finds nothing", async () => {
        const { page } = await at.open({ context });
        await emptyText(page).waitFor();
        await assertNothingToSay(page, "empty");

        await choose(page, csv, json, log, png("chart.png"), wav("tone.wav"), pdf("report.pdf"));
        for (const { name } of [csv, json, log]) await transferIn(page, name, "done").waitFor();
        await rowOf(page, "chart.png").waitFor();
        await choose(page, bytes("slow.bin", Buffer.alloc(30 * 1024 * 1024)));
        await transferIn(page, "slow.bin", "running").waitFor();
        await page.getByLabel(`Select ${csv.name}`).check();
        await assertNothingToSay(page, "a list, a selection and an upload");
        await page.getByRole("button", { name: "Cancel slow.bin" }).click();
        await page.getByRole("button", { name: "Clear finished" }).click();

        for (const name of ["chart.png", csv.name, json.name, "tone.wav"]) {
          const dialog = await openPreview(page, name);
          await dialog.locator(".content > :not(progress)").waitFor();
          await assertNothingToSay(page, `preview of ${name}`);
          await page.keyboard.press("Escape");
        }
        await choose(page, csv);
        await page.getByRole("dialog").waitFor();
        await assertNothingToSay(page, "the question about names");
        await page.keyboard.press("Escape");

        await page.getByRole("button", { name: `Delete ${log.name}` }).click();
        await page.getByRole("button", { name: "Undo" }).waitFor();
        await assertNothingToSay(page, "a deletion that can be undone");

        await page.getByLabel("Filter by name or type").fill("nothing has this name");
        await page.getByRole("heading", { name: "Nothing matches the filter" }).waitFor();
        await assertNothingToSay(page, "no match");

        if (width < 860) await page.getByRole("button", { name: "Connection" }).click();
        await page.getByLabel("Project", { exact: true }).fill("no such project");
        await page.getByRole("button", { name: "Open", exact: true }).click();
        await page.getByRole("alert").waitFor();
        if (width < 860) await page.getByRole("button", { name: "Edit the connection" }).click();
        await assertNothingToSay(page, "an error, beside the form");
      });
    });
  }
}

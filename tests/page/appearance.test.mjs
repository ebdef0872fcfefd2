// How the page looks in its main states: pictures in test-results/ for people to look at, and what can be measured.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { root } from "../../scripts/lib/run.mjs";
import { choose, emptyText, openPreview, rowOf, transferOf, upload } from "./lib/actions.mjs";
import { bytes, csv, json, log, markdown, pdf, png, wav } from "./lib/samples.mjs";
import { site } from "./lib/visit.mjs";

const charts = ["accuracy by model.png", "latency.png", "confusion matrix.png"].map((name, seed) =>
  png(name, seed + 1),
);
const files = [
  ...charts,
  csv,
  json,
  log,
  markdown,
  pdf("report.pdf"),
  wav("answer.wav"),
  bytes("weights.bin", Buffer.alloc(3e6)),
];
const views = {
  light: { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  dark: { colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  narrow: { colorScheme: "light", viewport: { width: 390, height: 780 } },
};

const shoot = (page, name) => page.screenshot({ path: join(root, "test-results", `page-${name}.png`) });

async function assertFits(page) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `${content} px of content in ${window} px`);
}

describe("the page", () => {
  const at = site({ switches: ["--bandwidth", String(3 * 1024 * 1024)] });

  for (const [view, context] of Object.entries(views)) {
    test(`fits its window and has its picture taken, ${view}`, async () => {
      const { page } = await at.open({ context });
      await emptyText(page).waitFor();
      await shoot(page, `${view}-empty`);
      await assertFits(page);

      await upload(page, ...files.slice(0, 3));
      await page.getByRole("button", { name: "Clear finished" }).click();
      await choose(page, ...files.slice(3), bytes("recording.mp4", Buffer.alloc(30 * 1024 * 1024, 1)));
      for (const { name } of files.slice(3)) await rowOf(page, name).waitFor();
      await page.route("**/attachment/upload-start", (route) => route.fulfill({ status: 413, body: "too large" }), {
        times: 1,
      });
      await choose(page, bytes("dataset.parquet", Buffer.alloc(1000)));
      await transferOf(page, "dataset.parquet")
        .getByText(/\(FILE_TOO_LARGE\)$/)
        .waitFor();
      await transferOf(page, "recording.mp4").getByText(/left$/).waitFor();
      await shoot(page, `${view}-uploading`);
      await assertFits(page);
      await page.getByRole("button", { name: "Cancel recording.mp4" }).click();
      await page.getByRole("button", { name: "Clear finished" }).click();

      await page.locator("canvas:not([hidden])").nth(2).waitFor();
      await page.getByLabel(`Select ${json.name}`).check();
      await page.getByLabel(`Select ${csv.name}`).check();
      await shoot(page, `${view}-list`);
      await assertFits(page);
      await page.getByRole("button", { name: "Clear", exact: true }).click();

      for (const [name, content] of [
        [charts[0].name, "img"],
        [csv.name, "table"],
        [json.name, "pre"],
        ["answer.wav", "audio"],
      ]) {
        const dialog = await openPreview(page, name);
        await dialog.locator(content).waitFor();
        await shoot(page, `${view}-preview-${content}`);
        await assertFits(page);
        await page.keyboard.press("Escape");
      }

      await choose(page, csv, json);
      await page.getByRole("dialog").waitFor();
      await shoot(page, `${view}-names`);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: `Delete ${log.name}` }).click();
      await page.getByRole("button", { name: "Undo" }).waitFor();
      await shoot(page, `${view}-undo`);
      await page.getByRole("button", { name: "Undo" }).click();

      if (view === "narrow") await page.getByRole("button", { name: "Connection" }).click();
      await page.getByLabel("Project", { exact: true }).fill("nightly evaluation");
      if (view === "narrow") await shoot(page, `${view}-connection`);
      await page.getByRole("button", { name: "Open", exact: true }).click();
      await page.getByRole("alert").waitFor();
      await shoot(page, `${view}-error`);
      await assertFits(page);
    });
  }
});

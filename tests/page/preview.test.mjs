// Previews of files of every kind, and which of them Opik's own UI would preview.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { emptyText, openPreview, rowOf, upload } from "./lib/actions.mjs";
import { bytes, csv, json, log, markdown, pdf, png, wav, webm } from "./lib/samples.mjs";
import { site } from "./lib/visit.mjs";

for (const mode of ["direct", "store"]) {
  describe(`${mode} mode`, () => {
    const at = site({ mode });

    test("every kind is shown as what it is", async () => {
      const visit = await at.open({
        files: [csv, json, log, markdown, pdf("report.pdf"), png("chart.png"), wav("tone.wav")],
      });
      const { page } = visit;
      await rowOf(page, log.name).waitFor();
      await upload(page, await webm(page, "film.webm"));

      const dialog = await openPreview(page, "chart.png");
      const next = async (name) => {
        await page.keyboard.press("ArrowRight");
        await page.getByRole("dialog", { name }).waitFor();
      };
      const picture = dialog.getByRole("img", { name: "chart.png" });
      await picture.waitFor();
      assert.deepEqual(await picture.evaluate((image) => [image.naturalWidth, image.naturalHeight]), [480, 320]);

      await next("film.webm");
      await dialog.locator("video").waitFor();
      assert.deepEqual(
        await dialog.locator("video").evaluate((film) => [film.videoWidth, film.videoHeight]),
        [320, 180],
      );

      await next("notes.md");
      assert.equal(await dialog.locator("pre").textContent(), markdown.buffer.toString());
      assert.equal(await dialog.locator(".note").count(), 0, "there is nothing to say about it");

      await next("report.pdf");
      await dialog.locator("iframe").waitFor();
      // Chromium's viewer is a page of its own in the frame.
      const isViewer = (frame) => frame.url().startsWith("chrome-extension://");
      for (let tries = 0; !page.frames().some(isViewer) && tries < 200; tries += 1) await wait(50);
      assert.ok(
        page.frames().some(isViewer),
        page
          .frames()
          .map((frame) => frame.url())
          .join(),
      );

      await next("run.json");
      assert.equal(await dialog.locator("pre").textContent(), JSON.stringify(JSON.parse(json.buffer), undefined, 2));

      await next("scores.csv");
      await dialog.getByRole("table").waitFor();
      assert.deepEqual(await dialog.locator("th").allTextContents(), [
        "id",
        "question",
        "score",
        "model",
        "latency_ms",
      ]);
      assert.equal(
        await dialog.locator("tbody tr").nth(2).locator("td").nth(1).textContent(),
        "Translate “good morning”, please.",
      );

      await next("tone.wav");
      assert.equal(Math.round(await dialog.locator("audio").evaluate(({ duration }) => duration)), 1);
      visit.assertQuiet();
    });
  });
}

describe("what cannot be shown", () => {
  const at = site();

  test("is said, with the type that Opik would show", async () => {
    const { page } = await at.open({
      files: [
        csv,
        png("picture.png"),
        { ...bytes("model.bin", Buffer.alloc(10)) },
        { ...log, mimeType: "text/plain;charset=utf-8" },
      ],
    });
    const note = async (name) => {
      const dialog = await openPreview(page, name);
      const text = await dialog.locator(".opik-note").innerText();
      await page.keyboard.press("Escape");
      return text;
    };
    assert.equal(await note("picture.png"), "");
    assert.match(await note(csv.name), /does not preview text\/csv\. .* uploaded as text\/plain\.$/);
    assert.match(await note(log.name), /does not preview text\/plain;charset=utf-8\. .* uploaded as text\/plain\.$/);
    assert.match(await note("model.bin"), /does not preview application\/octet-stream, and has no other type/);
    assert.equal(
      await rowOf(page, csv.name)
        .getByTitle(/Opik’s own UI does not preview/)
        .count(),
      1,
    );
    assert.equal(
      await rowOf(page, "picture.png")
        .getByTitle(/Opik’s own UI does not preview/)
        .count(),
      0,
    );
  });

  test("is explained, and can be downloaded all the same", async () => {
    const broken = { name: "broken.png", mimeType: "image/png", buffer: Buffer.from("no picture") };
    const noJson = { ...json, buffer: Buffer.from('{"a":') };
    const { page } = await at.open({ files: [broken, noJson, bytes("model.bin", Buffer.alloc(10))] });
    const dialog = await openPreview(page, broken.name);
    await dialog.getByText(/cannot show the image: it is corrupted/).waitFor();
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", { name: "Download", exact: true }).click(),
    ]);
    assert.equal(saved.suggestedFilename(), broken.name);
    await page.keyboard.press("Escape");
    await openPreview(page, "model.bin");
    await dialog.getByText("There is no preview for files of this type.").waitFor();
    await page.keyboard.press("Escape");
    await openPreview(page, noJson.name);
    await dialog.getByText("This is not valid JSON.").waitFor();
    assert.equal(await dialog.locator("pre").textContent(), '{"a":');
  });

  test("long text is cut, and says so", async () => {
    const long = { ...log, buffer: Buffer.from("é".repeat(512 * 1024)) };
    const { page } = await at.open({ files: [long] });
    const dialog = await openPreview(page, long.name);
    await dialog.getByText("The first 512 KiB of 1 MiB.").waitFor();
    assert.equal(
      await dialog.locator("pre").textContent(),
      "é".repeat(256 * 1024),
      "no half of a character at the end",
    );
  });

  test("a file that has gone since is explained", async () => {
    const { page, client, target } = await at.open({ files: [log] });
    await rowOf(page, log.name).waitFor();
    await client.deleteAttachments({ ...target, fileNames: [log.name] });
    const dialog = await openPreview(page, log.name);
    await dialog.getByText("ATTACHMENT_NOT_FOUND", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Refresh the list" }).click();
    await emptyText(page).waitFor();
  });
});

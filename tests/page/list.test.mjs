// The list: thousands of rows, sorting, filtering, selecting, thumbnails, and the keyboard alone.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { namesIn, rowOf } from "./lib/actions.mjs";
import { bytes, csv, json, log, png } from "./lib/samples.mjs";
import { site } from "./lib/visit.mjs";

const few = [
  png("chart 10.png", 3),
  png("chart 2.png", 5),
  csv,
  json,
  log,
  bytes("weights.bin", Buffer.alloc(5000, 1)),
];

describe("a few files", () => {
  const at = site({ mode: "store" });

  test("headers sort, either way", async () => {
    const { page, assertQuiet } = await at.open({ files: few });
    await rowOf(page, log.name).waitFor();
    assert.deepEqual(await namesIn(page), [
      "chart 2.png",
      "chart 10.png",
      "run.json",
      "scores.csv",
      "weights.bin",
      "worker.log",
    ]);
    await page.getByRole("button", { name: "Size" }).click();
    assert.equal((await namesIn(page))[0], log.name);
    assert.equal(await page.getByRole("columnheader", { name: "Size" }).getAttribute("aria-sort"), "ascending");
    await page.getByRole("button", { name: "Size" }).click();
    assert.equal((await namesIn(page)).at(-1), log.name);
    assert.equal(await page.getByRole("columnheader", { name: "Size" }).getAttribute("aria-sort"), "descending");
    assertQuiet();
  });

  test("the filter narrows by words and by kind, and can be cleared", async () => {
    const { page } = await at.open({ files: few });
    await rowOf(page, log.name).waitFor();
    await page.getByLabel("Filter by name or type").fill("CHART png");
    assert.deepEqual(await namesIn(page), ["chart 2.png", "chart 10.png"]);
    await page.getByText("2 of 6 attachments").waitFor();
    await page.getByLabel("Kind", { exact: true }).selectOption({ label: "CSV" });
    await page.getByRole("button", { name: "Clear the filter" }).click();
    assert.equal((await namesIn(page)).length, 6);
    await page.getByLabel("Kind", { exact: true }).selectOption({ label: "JSON" });
    assert.deepEqual(await namesIn(page), ["run.json"]);
  });

  test("pictures have thumbnails, and other files do not", async () => {
    const { page } = await at.open({ files: few });
    const drawn = (name) => rowOf(page, name).locator("canvas");
    await drawn("chart 2.png").waitFor();
    const [red, green, blue] = await drawn("chart 2.png").evaluate((canvas) => {
      return [...canvas.getContext("2d").getImageData(5, 5, 1, 1).data];
    });
    assert.ok(blue > green && green > red, `the sky of the picture: ${red} ${green} ${blue}`);
    assert.ok(await drawn(csv.name).isHidden());
  });

  test("a selection is made by clicks, ranges and all at once, and counts", async () => {
    const { page } = await at.open({ files: few });
    const box = (name) => page.getByLabel(`Select ${name}`);
    await box("chart 10.png").click();
    await box("weights.bin").click({ modifiers: ["Shift"] });
    await page.getByText("4 selected", { exact: true }).waitFor();
    assert.equal(await rowOf(page, "scores.csv").getAttribute("aria-selected"), "true");
    assert.ok(await page.getByLabel("Select all that are shown").evaluate((all) => all.indeterminate));
    await page.getByLabel("Select all that are shown").check();
    await page.getByText("6 selected", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.getByText("6 attachments, ").waitFor();
  });

  test("the keyboard is enough", async () => {
    const { page } = await at.open({ files: few });
    await rowOf(page, log.name).waitFor();
    await page.getByRole("button", { name: "Size" }).focus();
    // Past the header: the first row, of which only one is on the way of the Tab key.
    await page.keyboard.press("Tab");
    const focused = () =>
      page.evaluate(() => {
        const { activeElement } = document;
        return (
          activeElement.ariaLabel ?? activeElement.querySelector(".name")?.textContent ?? activeElement.textContent
        );
      });
    assert.equal(await focused(), "chart 2.png");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(), "run.json");
    await page.keyboard.press("Space");
    await page.keyboard.press("Shift+ArrowDown");
    await page.getByText("2 selected", { exact: true }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "scores.csv" }).waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("dialog", { name: "run.json" }).waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await focused(), "scores.csv", "the focus is where it was");
    for (const label of ["Select scores.csv", "scores.csv", "Download scores.csv", "Delete scores.csv"]) {
      await page.keyboard.press("Tab");
      assert.equal(await focused(), label);
    }
    await page.keyboard.press("End");
    assert.equal(await focused(), "worker.log");
    await page.keyboard.press("Delete");
    await rowOf(page, "worker.log").waitFor({ state: "detached" });
    assert.equal(await focused(), "weights.bin", "the focus is not lost");
  });
});

describe("five thousand files", () => {
  const at = site({ admin: true });
  const files = Array.from({ length: 100 }, (_, number) => ({
    id: number,
    link: "http://127.0.0.1/x",
    file_name: `file ${number}.txt`,
    file_size: number,
    mime_type: "text/plain",
  }));

  test("only what is in sight is there, wherever one scrolls", async () => {
    // The server's real answers, with rows that nobody has to upload.
    const { page, assertQuiet } = await at.open({
      prepare: (page) =>
        page.route("**/attachment/list?*", async (route) => {
          const number = Number(new URL(route.request().url()).searchParams.get("page"));
          const content = files.map((file) => ({ ...file, file_name: `file ${number * 100 + file.id}.txt` }));
          await route.fulfill({ json: { page: number, size: content.length, total: 5000, content } });
        }),
    });
    await page.getByText("5,000 attachments").waitFor();
    const grid = page.getByRole("grid");
    assert.equal(await grid.getAttribute("aria-rowcount"), "5001");
    assert.ok((await page.locator(".grid .rows .row").count()) < 60);

    // Frames while it scrolls from end to end: none may take as long as a person notices.
    const slowest = await grid.evaluate(async (element) => {
      const frames = [];
      let before = performance.now();
      for (let frame = 0; frame < 60; frame += 1) {
        element.scrollTop = (element.scrollHeight / 60) * frame;
        await new Promise(requestAnimationFrame);
        frames.push(performance.now() - before);
        before = performance.now();
      }
      return Math.max(...frames);
    });
    console.log(`   slowest of 60 frames while scrolling: ${slowest.toFixed(0)} ms`);
    await grid.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await rowOf(page, "file 5099.txt").waitFor();
    assert.equal(await rowOf(page, "file 5099.txt").getAttribute("aria-rowindex"), "5001");
    assert.ok((await page.locator(".grid .rows .row").count()) < 60);

    await rowOf(page, "file 5099.txt").focus();
    await page.keyboard.press("Home");
    assert.equal(await page.evaluate(() => document.activeElement.querySelector(".name").textContent), "file 100.txt");
    await page.keyboard.press("Control+a");
    await page.getByText("5,000 selected", { exact: true }).waitFor();
    await page.getByLabel("Filter by name or type").fill("file 4711.txt");
    await page.getByText("1 of 5,000 attachments").or(page.getByText("5,000 selected")).waitFor();
    assert.deepEqual(await namesIn(page), ["file 4711.txt"]);
    assertQuiet();
  });
});

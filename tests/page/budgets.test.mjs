// What the page costs and how calmly it loads.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { rowOf } from "./lib/actions.mjs";
import { csv, json, log, png } from "./lib/samples.mjs";
import { site } from "./lib/visit.mjs";

const mostBytes = 150_000;

describe("the page", () => {
  const at = site({ mode: "store" });
  const files = [csv, json, log, png("chart.png")];

  test("loads at most 150 KB, as compressed by brotli", async () => {
    const { page, requests, assertQuiet } = await at.open({ files });
    await rowOf(page, log.name).waitFor();
    await page.getByRole("button", { name: log.name, exact: true }).click();
    await page.getByRole("dialog").locator("pre").waitFor();
    const own = requests.filter(
      (request) => request.url().startsWith(at.server.pageUrl) && !request.url().includes("/api/"),
    );
    const sizes = await Promise.all(
      own.map(async (request) => {
        const body = await (await request.response()).body();
        return [new URL(request.url()).pathname, brotliCompressSync(body).length];
      }),
    );
    const sum = sizes.reduce((total, [, size]) => total + size, 0);
    for (const [path, size] of sizes) console.log(`   ${path.padEnd(32)} ${(size / 1000).toFixed(1)} KB`);
    console.log(`   ${"in all".padEnd(32)} ${(sum / 1000).toFixed(1)} KB`);
    assert.ok(
      sizes.length >= 3 && sum > 60_000,
      "the page has a document, a style sheet and a script with the package in it",
    );
    assert.ok(sum <= mostBytes, `${sum} bytes`);
    assertQuiet();
  });

  for (const [name, viewport] of Object.entries({
    wide: { width: 1280, height: 800 },
    narrow: { width: 390, height: 780 },
  })) {
    test(`nothing moves while it loads, ${name}`, async () => {
      const { page } = await at.open({
        files,
        context: { viewport },
        prepare: (page) =>
          page.addInitScript(() => {
            window.shifts = [];
            const note = (list) => {
              for (const { value, sources } of list.getEntries()) {
                window.shifts.push([
                  value,
                  ...sources.map(({ node }) => node?.id || node?.className || node?.nodeName),
                ]);
              }
            };
            new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
          }),
      });
      await rowOf(page, log.name).waitFor();
      await page.locator("canvas").first().waitFor({ state: "attached" });
      // Shifts are told of with the frame in which they happen.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      assert.deepEqual(await page.evaluate(() => window.shifts), []);
    });
  }
});

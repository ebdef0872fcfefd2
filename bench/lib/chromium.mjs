// Clients in pages of Chromium. Each run starts a new browser.
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { checkStored } from "./stored-objects.mjs";
import { withTempFolder } from "./temp-folder.mjs";
import { optionsFor, withServer } from "./transfers.mjs";

/** Runs an operation in a page of a new browser. */
async function runInPage({ pageUrl }, options) {
  const browser = await chromium.launch(launchOptions);
  try {
    const page = await browser.newPage();
    await page.goto(`${pageUrl}page/`);
    return await page.evaluate((options) => globalThis.operations[options.operation](options), options);
  } finally {
    await browser.close();
  }
}

/** Returns a client that uploads `size` bytes from a page to a new server, and then checks its store. */
export const uploadInPage = ({ program, mode, switches, size }, client) => () =>
  withTempFolder(size, (data) =>
    withServer({ mode, switches, data, program, www: "bench" }, async (server) => {
      const measurement = await runInPage(server, optionsFor(server, { operation: "upload", client, size }));
      await checkStored(server, [measurement.sha256]);
      return measurement;
    }),
  );

/** Returns a client that downloads what it has uploaded before, and checks the bytes of a second download. */
export const downloadInPage = ({ program, mode, size }, client) => () =>
  withTempFolder(size, (data) =>
    withServer({ mode, data, program, www: "bench" }, async (server) => {
      const measurement = await runInPage(server, optionsFor(server, { operation: "download", client, size }));
      if (measurement.bytes !== size || measurement.sha256 !== measurement.expected) throw new Error("received other bytes than were sent");
      return measurement;
    }),
  );

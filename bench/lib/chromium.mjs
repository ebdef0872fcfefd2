// Contestants in pages of Chromium, each run in a browser of its own.
import { chromium } from "playwright-core";
import { launchOptions } from "../../scripts/lib/chromium.mjs";
import { checkStored } from "./stored-objects.mjs";
import { withFolder } from "./temp-folder.mjs";
import { orderFor, withServer } from "./transfers.mjs";

/** Does a job in the page of a new browser. */
async function inPage({ pageUrl }, order) {
  const browser = await chromium.launch(launchOptions);
  try {
    const page = await browser.newPage();
    await page.goto(`${pageUrl}page/`);
    return await page.evaluate((wanted) => globalThis.jobs[wanted.job](wanted), order);
  } finally {
    await browser.close();
  }
}

/** A contestant that uploads `size` bytes from a page to a new server, whose store is then looked into. */
export const uploadInPage = ({ program, mode, switches, size }, client) => () =>
  withFolder(size, (data) =>
    withServer({ mode, switches, data, program, www: "bench" }, async (server) => {
      const took = await inPage(server, orderFor(server, { job: "upload", client, size }));
      await checkStored(server, [took.sha256]);
      return took;
    }),
  );

/** A contestant that downloads what it has uploaded before, twice: the second time to see what came. */
export const downloadInPage = ({ program, mode, size }, client) => () =>
  withFolder(size, (data) =>
    withServer({ mode, data, program, www: "bench" }, async (server) => {
      const took = await inPage(server, orderFor(server, { job: "download", client, size }));
      if (took.bytes !== size || took.sha256 !== took.expected) throw new Error("other bytes came than were sent");
      return took;
    }),
  );

// The files of the installed package without a bundler, in every browser: in a page by an import map, as the slim entry,
// under a Content-Security-Policy, in a dedicated worker and in a service worker.
import { chromium, firefox, webkit } from "../support/browsers.mjs";

const pages = {
  "plain module page": "plain",
  "slim entry": "slim",
  "CSP page": "csp",
  "dedicated worker": "worker",
  "service worker": "service-worker",
};

export const environments = [chromium, firefox, webkit].map((browser) => ({
  name: browser.name,
  version: browser.version,
  async run({ row, pagesUrl }) {
    for (const [variant, page] of Object.entries(pages)) {
      await row(variant, (targets) => browser.run(`${pagesUrl}pages/${page}/index.html`, targets));
    }
  },
}));

// The files of the installed package as they are, in every browser: in a page by an import map, as the slim entry,
// under a Content-Security-Policy, in a dedicated worker and in a service worker.
import { chromium, firefox, webkit } from "../support/browsers.mjs";

const pages = {
  "plain module page": "plain",
  "slim entry": "slim",
  "CSP page": "csp",
  "dedicated worker": "worker",
  "service worker": "service-worker",
};

export const places = [chromium, firefox, webkit].map(({ name, version, job }) => ({
  name,
  version,
  async run({ row, pagesUrl }) {
    for (const [what, page] of Object.entries(pages)) {
      await row(what, (order) => job(`${pagesUrl}pages/${page}/index.html`, order));
    }
  },
}));

// Runs page.spec.js in each simulated browser that vitest supports, and in jsdom with packages bundled and resolved as for
// a browser, which the tests of some frameworks need.
import { defineConfig } from "vitest/config";

const projectOf = (name, environment, resolve, server) => ({
  resolve,
  test: { name, environment, server, include: ["page.spec.js"] },
});

export default defineConfig({
  test: {
    projects: [
      projectOf("jsdom", "jsdom"),
      projectOf("happy-dom", "happy-dom"),
      projectOf("as-in-browsers", "jsdom", { conditions: ["browser"] }, { deps: { inline: ["opik-attachments"] } }),
    ],
  },
});

// Next: a client component and a route handler, built and started.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../../scripts/lib/free-port.mjs";
import { chromium } from "../support/browsers.mjs";
import { build, packagingRoot, versionOf, whileServing } from "../support/processes.mjs";
import { postScenario } from "../support/runtimes.mjs";

const options = { folder: "next", env: { NEXT_TELEMETRY_DISABLED: "1" } };
const cache = join(packagingRoot, "next/.next/cache");

export const environments = [
  {
    name: "Next",
    version: () => versionOf("next"),
    async run({ row }) {
      // In CI, Next warns if there is no cache.
      mkdirSync(cache, { recursive: true });
      await build("next", ["build"], options);
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const args = ["start", "--hostname", "127.0.0.1", "--port", String(port)];
      await whileServing("next", args, { ...options, url }, async () => {
        await row("client component", (targets) => chromium.run(url, targets));
        await row("route handler", (targets) => postScenario(`${url}/scenario`, targets));
      });
    },
  },
];

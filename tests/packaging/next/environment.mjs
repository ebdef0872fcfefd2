// Next: a client component and a route handler, built and started.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../../scripts/lib/free-port.mjs";
import { chromium } from "../support/browsers.mjs";
import { build, folder, versionOf, whileServing } from "../support/processes.mjs";
import { postJob } from "../support/runtimes.mjs";

const options = { place: "next", env: { NEXT_TELEMETRY_DISABLED: "1" } };
const cache = join(folder, "next/.next/cache");

export const places = [
  {
    name: "Next",
    version: () => versionOf("next"),
    async run({ row }) {
      // In CI, Next complains if nothing is there from a build before.
      mkdirSync(cache, { recursive: true });
      await build("next", ["build"], options);
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const args = ["start", "--hostname", "127.0.0.1", "--port", String(port)];
      await whileServing("next", args, { ...options, url }, async () => {
        await row("client component", (order) => chromium.job(url, order));
        await row("route handler", (order) => postJob(`${url}/scenario`, order));
      });
    },
  },
];

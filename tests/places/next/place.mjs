// Next: a client component and a route handler, built and started.
import { freePort } from "../../../scripts/lib/free-port.mjs";
import { chromium } from "../support/browsers.mjs";
import { build, versionOf, whileServing } from "../support/processes.mjs";
import { postJob } from "../support/runtime.mjs";

/** Where `CI` is set, Next complains that nothing is left there from the build before. */
const env = { NEXT_TELEMETRY_DISABLED: "1", CI: "false" };
const options = { place: "next", env };

export const places = [
  {
    name: "Next",
    version: () => versionOf("next"),
    async run({ row }) {
      await build("next", ["build"], options);
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const args = ["start", "--hostname", "127.0.0.1", "--port", String(port)];
      await whileServing("next", args, { ...options, url }, async () => {
        await row("client component", (order) => chromium.job(url, order));
        await row("route handler", (order) => postJob(`${url}/job`, order));
      });
    },
  },
];

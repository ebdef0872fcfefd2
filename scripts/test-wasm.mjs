// The JS surface in real engines: starts the local server in both modes and runs tests/wasm/main.rs in Node, Chromium,
// Firefox and a dedicated worker with wasm-pack. With arguments, only in those named.
import { fail, output, run, step } from "./lib/run.mjs";
import { startServer } from "./lib/server.mjs";
import { holdTestPageServer } from "./lib/test-page-server.mjs";

const chrome = ["--headless", "--chrome"];
const firefox = ["--headless", "--firefox"];

/** The one driver the runner may use: given several, it takes one of its own choice, whatever browser was asked for. */
function drivenBy(driver) {
  return { CHROMEDRIVER: undefined, GECKODRIVER: undefined, [driver.toUpperCase()]: output("which", [driver]) };
}

const engines = {
  // As ES modules: the CommonJS glue of wasm-bindgen cannot import ours.
  node: { name: "Node", args: ["--node"], env: { WASM_BINDGEN_USE_NODE_EXPERIMENTAL: "1" } },
  chrome: { name: "headless Chromium", args: chrome, env: { ...drivenBy("chromedriver"), WASM_BINDGEN_USE_BROWSER: "1" } },
  firefox: { name: "headless Firefox", args: firefox, env: { ...drivenBy("geckodriver"), WASM_BINDGEN_USE_BROWSER: "1" } },
  worker: {
    name: "a dedicated worker in Chromium",
    args: chrome,
    env: { ...drivenBy("chromedriver"), WASM_BINDGEN_USE_DEDICATED_WORKER: "1" },
  },
};

async function main() {
  const wanted = process.argv.slice(2);
  for (const name of wanted) if (!engines[name]) throw new Error(`unknown engine ${name}: ${Object.keys(engines).join(", ")}`);
  const servers = await Promise.all(["direct", "store"].map((mode) => startServer({ mode, cors: true })));
  const [direct, store] = servers;
  // The addresses are compiled in, since a page has no environment.
  const addresses = { OPIK_TEST_DIRECT_URL: direct.apiUrl, OPIK_TEST_STORE_URL: store.apiUrl };
  try {
    for (const engine of wanted.length > 0 ? wanted : Object.keys(engines)) {
      const { name, args, env } = engines[engine];
      const page = await holdTestPageServer();
      const more = { ...addresses, OPIK_TEST_ENGINE: engine, WASM_BINDGEN_TEST_ADDRESS: page.address };
      await step(`wasm-pack test in ${name}`, () =>
        run("wasm-pack", ["--log-level", "error", "test", ...args, "--", "--test", "wasm"], { env: { ...env, ...more } }),
      ).finally(page.release);
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

main().catch(fail);

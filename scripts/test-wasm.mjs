// npm run test:wasm [-- ENGINE...] [FILTER]: the JS surface in real engines. Starts the local server in both modes and runs
// tests/wasm/main.rs with wasm-pack in Node (node), Chromium (chrome), Firefox (firefox) and a dedicated worker (worker), or in
// the engines that are named. FILTER is a part of the path of a test.
import { fail, output, run, step } from "./lib/run.mjs";
import { startServer } from "./lib/server.mjs";
import { setUp } from "./lib/setup.mjs";
import { holdTestPageServer } from "./lib/test-page-server.mjs";

const chrome = ["--headless", "--chrome"];
const firefox = ["--headless", "--firefox"];

/** The one driver the runner may use: given several, it takes one of its own choice, whatever browser was asked for. */
function drivenBy(driver) {
  return { CHROMEDRIVER: undefined, GECKODRIVER: undefined, [driver.toUpperCase()]: output("which", [driver]) };
}

/** Each engine: what it needs, arguments of wasm-pack, and the environment, once what it needs is installed. */
const engines = {
  // As ES modules: the CommonJS glue of wasm-bindgen cannot import ours.
  node: { name: "Node", needs: [], args: ["--node"], env: () => ({ WASM_BINDGEN_USE_NODE_EXPERIMENTAL: "1" }) },
  chrome: {
    name: "headless Chromium",
    needs: ["chromium"],
    args: chrome,
    env: () => ({ ...drivenBy("chromedriver"), WASM_BINDGEN_USE_BROWSER: "1" }),
  },
  firefox: {
    name: "headless Firefox",
    needs: ["firefox"],
    args: firefox,
    env: () => ({ ...drivenBy("geckodriver"), WASM_BINDGEN_USE_BROWSER: "1" }),
  },
  worker: {
    name: "a dedicated worker in Chromium",
    needs: ["chromium"],
    args: chrome,
    env: () => ({ ...drivenBy("chromedriver"), WASM_BINDGEN_USE_DEDICATED_WORKER: "1" }),
  },
};

async function main() {
  const args = process.argv.slice(2);
  const named = args.filter((argument) => argument in engines);
  const filters = args.filter((argument) => !(argument in engines));
  const wanted = (named.length > 0 ? named : Object.keys(engines)).map((name) => [name, engines[name]]);
  await setUp("test:wasm", ...wanted.flatMap(([, { needs }]) => needs));
  const servers = await Promise.all(["direct", "store"].map((mode) => startServer({ mode, cors: true })));
  const [direct, store] = servers;
  // The addresses are compiled in, since a page has no environment.
  const addresses = { OPIK_TEST_DIRECT_URL: direct.apiUrl, OPIK_TEST_STORE_URL: store.apiUrl };
  try {
    for (const [engine, { name, args, env }] of wanted) {
      const page = await holdTestPageServer();
      const more = { ...addresses, OPIK_TEST_ENGINE: engine, WASM_BINDGEN_TEST_ADDRESS: page.address };
      const test = ["--log-level", "error", "test", ...args, "--", "--locked", "--test", "wasm", "--", ...filters];
      await step(`wasm-pack test in ${name}`, () => run("wasm-pack", test, { env: { ...env(), ...more } })).finally(page.release);
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

main().catch(fail);

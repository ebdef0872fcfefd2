// Sets up what a script needs, by name, before it starts: installs what is missing and builds what is stale. Every script
// of package.json begins with it. `node scripts/setup.mjs NAME...` does the same on the command line.
import { lstatSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { compileModule } from "./compile-module.mjs";
import { root, run, step } from "./run.mjs";
import { digestOf, isStale, packageSources, pageSources, writeStamp } from "./stale.mjs";
import { onNewNode, runtimes } from "./new-node.mjs";
import { aptPackages, cargoTool, newEnoughNode, npmPackages, pythonSdk, rust } from "./tools.mjs";

/**
 * Each need: what it needs first, one after another or at once, and what sets it up, which does nothing where all is in
 * place.
 *
 * @type {Record<string, { first?: string[], atOnce?: string[], work?: () => Promise<void> }>}
 */
const needs = {
  rust: { work: rust },
  "npm packages": { work: () => npmPackages(".", "which optimise, bundle, check and drive the browser") },
  "wasm tools": { first: ["rust"], work: wasmTools },
  geckodriver: { first: ["rust"], work: () => cargoTool("geckodriver") },
  garage: { first: ["rust"], work: () => cargoTool("garage") },

  package: { first: ["rust", "npm packages"], work: () => packageBuild({ force: false }) },
  "rebuilt package": { first: ["rust", "npm packages"], work: () => packageBuild({ force: true }) },
  server: { first: ["rust"], work: serverBuild },
  page: { first: ["package"], work: pageBuild },

  chromium: {
    first: ["npm packages"],
    work: () => aptPackages("Chromium and its driver, for the browser tests", ["chromium", "chromium-driver"], ["chromium", "chromedriver"]),
  },
  firefox: {
    first: ["geckodriver"],
    work: () => aptPackages("Firefox, for the browser tests", ["firefox-esr"], ["firefox-esr"]),
  },
  webkit: {
    work: () =>
      aptPackages("WebKitGTK and a display in memory for it, for the browser tests", ["webkit2gtk-driver", "xvfb"], ["WebKitWebDriver", "Xvfb"]),
  },
  // Its standard library has the pseudo-terminals that Node lacks.
  python: { work: () => aptPackages("Python, which makes pseudo-terminals for the tests", ["python3"], ["python3"]) },
  "python sdk": { work: pythonSdk },
  "typescript sdk": { work: () => npmPackages("tests/sdk", "Opik's own TypeScript SDK") },
  "type tests": { work: () => npmPackages("tests/package/types", "with which the package's types are tested") },
  vitest: { work: () => npmPackages("tests/package/vitest", "in which users test their pages: vitest, jsdom and happy-dom") },
  workerd: { work: () => npmPackages("tests/examples", "the runtime of Cloudflare Workers") },
  benchmark: { work: () => npmPackages("bench", "what the package is compared with, and what draws the charts") },
  runtimes: { work: () => npmPackages(runtimes, "runtimes to try the package in, 0.7 GB", { takes: "half a minute" }) },
  // With one of the runtimes the bundlers are installed.
  bundlers: {
    first: ["runtimes"],
    work: () => npmPackages("tests/packaging", "bundlers to try it in, 0.6 GB", { takes: "half a minute", env: onNewNode }),
  },

  // Scripts of package.json. Those of tests and the benchmark call servers, some of which serve the page.
  // At once: the last crate of each keeps one core busy and leaves the other to the rest.
  start: { first: ["rust"], atOnce: ["package", "server", "page"] },
  format: { first: ["rust", "npm packages"] },
  lint: { first: ["package"] },
  // The table of speeds is made by what draws the charts, and the admin port is a server's.
  "test:repository": { first: ["rust", "npm packages", "benchmark", "server"] },
  "test:native": { first: ["rust"] },
  "test:server": { first: ["rust"] },
  "test:wasm": { first: ["wasm tools", "server"] },
  "test:package": { first: ["start", "chromium", "firefox", "type tests", "vitest", "runtimes"] },
  "test:page": { first: ["start", "chromium", "firefox", "webkit"] },
  "test:cli": { first: ["start", "python"] },
  "test:packaging": { first: ["start", "chromium", "firefox", "webkit", "bundlers"] },
  "test:examples": { first: ["start", "chromium", "workerd"] },
  "test:faults": { first: ["start", "chromium"] },
  "test:conformance": { first: ["server"] },
  "test:sdk": { first: ["package", "server", "python sdk", "typescript sdk"] },
  "test:garage": { first: ["garage", "test:package", "test:page", "test:sdk"] },
  "bench": { first: ["start", "chromium", "test:sdk", "benchmark"] },
  "bench:startup": { first: ["package"] },
  "bench:size": { first: ["package"] },
  size: { first: ["package"] },
  // Installs everything before anything is built, so that what cannot be had is known at once.
  test: {
    first: [
      ...["rust", "npm packages", "wasm tools", "chromium", "firefox", "webkit", "python", "python sdk", "typescript sdk"],
      ...["type tests", "vitest", "workerd", "benchmark", "bundlers"],
    ],
  },
};

const done = new Map();

/**
 * Sets up what is named, one after another unless the need says otherwise. A browser that cannot be had is an error, never
 * a test that is left out.
 */
export async function setUp(...names) {
  newEnoughNode();
  // The scripts find the server and the module below target/, whatever this person's own settings say.
  process.env.CARGO_TARGET_DIR = join(root, "target");
  for (const name of names) await setUpOne(name);
}

async function setUpOne(name) {
  if (!(name in needs)) throw new Error(`unknown need ${name}: ${Object.keys(needs).join(", ")}`);
  if (!done.has(name)) done.set(name, begin(needs[name]));
  await done.get(name);
}

/** @param {{ first?: string[], atOnce?: string[], work?: () => Promise<void> }} need */
async function begin({ first = [], atOnce = [], work }) {
  for (const name of first) await setUpOne(name);
  await Promise.all(atOnce.map(setUpOne));
  await work?.();
}

async function wasmTools() {
  await cargoTool("wasm-bindgen");
  await cargoTool("wasm-pack");
}

async function packageBuild({ force }) {
  const digest = digestOf(packageSources());
  if (force || isStale("pkg/dist", digest)) {
    await Promise.all([setUpOne("wasm tools"), step("Compiling the package: Rust to WebAssembly (under a minute)", compileModule)]);
    // Imported once its npm packages are installed.
    const { buildPackage } = await import("./build-package.mjs");
    await step("Building the package: optimised, inlined and bundled (seconds)", buildPackage);
    writeStamp("pkg/dist", digest);
  }
  linkPackage();
}

async function serverBuild() {
  // scripts/test-garage.mjs sets this variable: its servers keep their objects in Garage.
  const features = process.env.OPIK_ATTACHMENTS_TEST_S3 ? ["--features", "s3-endpoint"] : [];
  await step("Building the local server (two minutes the first time)", () =>
    run("cargo", ["build", "--quiet", "--locked", "--package", "opik-attachments-server", ...features]),
  );
}

async function pageBuild() {
  const digest = digestOf(pageSources());
  if (!isStale("www/dist", digest)) return;
  await step("Building the attachments page with Vite (seconds)", () =>
    run("node_modules/.bin/vite", ["build", "www", "--logLevel", "warn"]),
  );
  writeStamp("www/dist", digest);
}

/** The examples and the page import the package by its name, as its users do. */
function linkPackage() {
  const link = join(root, "node_modules/opik-attachments");
  mkdirSync(join(root, "node_modules"), { recursive: true });
  if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync("../pkg", link, "dir");
}

// npm run test:garage: what the store of the local server does for the tests, done by Garage, a real object store. Not
// part of npm test, because building Garage takes long. Runs every suite, and ends with status 1 if one failed.
import { startGarage } from "./lib/garage.mjs";
import { fail, run, seconds, step } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";

const nodeTests = (...files) => ["--test", "--test-reporter=spec", ...files];

/** Arguments of Node. Each runs in both modes: in direct mode it is the backend that asks the store. */
const suites = {
  "The example": ["scripts/start.mjs", "--once"],
  "Opik's own Python SDK": nodeTests("tests/sdk/python.test.mjs"),
  "Opik's own TypeScript SDK": nodeTests("tests/sdk/typescript.test.mjs", "tests/sdk/readme.test.mjs"),
  "The installed package, and the README with a browser": ["scripts/test-package.mjs", "esm.test.mjs", "cjs.test.cjs", "readme.test.mjs"],
  // After the suite that installs the package. See below for what the pattern leaves out.
  "What a server refuses": nodeTests("--test-name-pattern=mode|expired", "tests/package/server-errors.test.mjs"),
  "Memory, and what is left behind": nodeTests("tests/package/memory.test.mjs", "tests/package/leaks.test.mjs"),
  "The attachments page in Chromium": ["scripts/test-page.mjs", "flow.test.mjs"],
};

/** What is left out, and why. */
const leftOut = {
  "server/tests": "tries the embedded store itself: its refusals, its CORS switches, its ports and its directory",
  'server-errors.test.mjs, "an upload that is too large for a proxy ..."': "is refused before any store is asked",
  "Empty files in store mode": "Garage completes no upload whose only part is empty",
  "tests/server-admin.test.mjs": "asks the backend alone",
  "environment.test.mjs, process.test.mjs, fuzzed-arguments.test.mjs": "call no server",
  "progress.test.mjs, offline.test.mjs": "need a slow store, which is the embedded one's switch; ask the backend alone",
  "tests/wasm": "drives its browsers by another harness; readme.test.mjs and the page cover Chromium",
};

async function main() {
  const began = performance.now();
  // An exit takes Garage along, a signal alone would not.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  await setUp("test:garage");
  const results = [];
  for (const [name, args] of Object.entries(suites)) {
    const start = performance.now();
    const error = await step(name, () => onGarage(args)).then(
      () => undefined,
      (error) => error,
    );
    results.push({ name, error, took: performance.now() - start });
  }

  console.log("\nWith Garage as the object store:");
  for (const { name, error, took } of results) {
    console.log(`  ${error ? "✗" : "✓"} ${name} (${seconds(took)})${error ? `: ${error.message}` : ""}`);
  }
  console.log("Not run:");
  for (const [name, why] of Object.entries(leftOut)) console.log(`  - ${name}: ${why}`);
  const failed = results.filter(({ error }) => error).length;
  console.log(`\n${results.length - failed} passed, ${failed} failed, in ${seconds(performance.now() - began)}`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** Runs Node with those arguments, and every server it starts on a Garage of its own. */
async function onGarage(args) {
  const { endpoint, bucket, keys, wasUsed, stop } = await startGarage();
  try {
    await run(process.execPath, args, { env: { ...keys, OPIK_ATTACHMENTS_TEST_S3: JSON.stringify({ endpoint, bucket }) } });
    if (!(await wasUsed())) throw new Error("no object came to Garage");
  } finally {
    await stop();
  }
}

main().catch(fail);

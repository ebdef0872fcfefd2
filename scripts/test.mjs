// npm test: installs what is missing, then runs every check. Ends at the first that fails.
import { fail, run, seconds, step } from "./lib/run.mjs";
import { installEverything } from "./lib/tools.mjs";

const node = (...args) => run(process.execPath, args);
const cargo = (...args) => run("cargo", args);
/** `--locked`: Cargo.lock is part of what is tested. */
const clippy = (...args) => cargo("clippy", "--quiet", "--locked", ...args, "--", "-D", "warnings");

const checks = {
  "Formatting": () => cargo("fmt", "--all", "--check"),
  "Lints, native": () => clippy("--workspace", "--all-targets"),
  "Lints, WebAssembly": () => clippy("--target", "wasm32-unknown-unknown", "--lib"),
  "The README's copy in the package": () => node("scripts/readme.mjs", "--check"),
  "The invariants of ARCHITECTURE.md, and the encoding of the module": () =>
    node("--test", "--test-reporter=spec", "tests/architecture.test.mjs", "tests/server-readme.test.mjs", "tests/bytes-as-text.test.mjs"),
  "The README's sizes are the measured ones": () => node("--test", "--test-reporter=spec", "tests/size-table.test.mjs"),
  "Native tests": () => cargo("test", "--quiet", "--locked", "--workspace"),
  "npm start -- --once, which builds the package and the server": () => run("npm", ["start", "--silent", "--", "--once"]),
  "The local server's command line": () => cargo("run", "--quiet", "--locked", "-p", "opik-attachments-server", "--", "--help"),
  "The local server's admin port": () => node("--test", "--test-reporter=spec", "tests/admin.test.mjs"),
  "Size of what a browser downloads": () => node("scripts/size.mjs"),
  "The JS surface in Node, Chromium, Firefox and a worker": () => node("scripts/test-wasm.mjs"),
  "The installed package, its types, and the README": () => node("scripts/test-package.mjs"),
  "The tarball, and the package in bundlers, browsers and runtimes": () => node("scripts/test-places.mjs"),
  "The examples": () => node("scripts/test-examples.mjs"),
  "The command line, through npx": () => node("scripts/test-cli.mjs"),
  "Opik's own SDKs": () =>
    node("--test", "--test-reporter=spec", "tests/sdk/python.test.mjs", "tests/sdk/typescript.test.mjs", "tests/sdk/readme.test.mjs", "tests/sdk/captured.test.mjs"),
  "A thousand calls under faults, in Node and Chromium": () => node("scripts/test-faults.mjs", "--cases", "1000"),
  "The attachments page": () => node("scripts/test-page.mjs"),
};

async function main() {
  const began = performance.now();
  await installEverything();
  const times = [];
  for (const [name, check] of Object.entries(checks)) {
    const start = performance.now();
    try {
      await step(name, check);
    } catch (error) {
      console.log(`\n${times.length} passed, 1 failed`);
      throw new Error(`${name}: ${error.message}`);
    }
    times.push([name, performance.now() - start]);
  }
  console.log("\nAll checks passed:");
  for (const [name, ms] of times) console.log(`  ${seconds(ms).padStart(12)}  ${name}`);
  console.log(`  ${seconds(performance.now() - began).padStart(12)}  in all`);
  console.log(`\n${times.length} passed, 0 failed`);
}

main().catch(fail);

// npm test: installs what is missing, then runs every check: first, one by one, those that build and those that what they
// build is for; then the others, two at a time. Ends when one fails.
import { fail, output, run, seconds, step } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";

const node = (...args) => run(process.execPath, args);
const cargo = (...args) => run("cargo", args);
/** `--locked`: Cargo.lock is part of what is tested. */
const clippy = (...args) => cargo("clippy", "--quiet", "--locked", ...args, "--", "-D", "warnings");
const doc = (...args) =>
  run("cargo", ["doc", "--quiet", "--locked", "--no-deps", ...args], { env: { RUSTDOCFLAGS: "-D warnings" } });
const wasm = ["--target", "wasm32-unknown-unknown", "--lib"];

const oneByOne = {
  "Formatting": () => cargo("fmt", "--all", "--check"),
  "Lints, native": () => clippy("--workspace", "--all-targets"),
  "Lints, the local server with another S3": () => clippy("-p", "opik-attachments-server", "--all-targets", "--features", "s3-endpoint"),
  "Lints, WebAssembly": () => clippy(...wasm),
  "Documentation, native": () => doc("--workspace"),
  "Documentation, WebAssembly": () => doc(...wasm),
  "Licences, sources and duplicates of the crates, by cargo-deny": cargoDeny,
  "The README's copy in the package": () => node("scripts/readme.mjs", "--check"),
  "Native tests": () => cargo("test", "--quiet", "--locked", "--workspace"),
  "The local server with another S3": () =>
    cargo("test", "--quiet", "--locked", "-p", "opik-attachments-server", "--features", "s3-endpoint", "--test", "server", "external_s3"),
  "npm start -- --once, which builds the package and the server": () => run("npm", ["start", "--silent", "--", "--once"]),
  "Lints and types of JavaScript and TypeScript": () => node("scripts/lint.mjs"),
  "The local server's command line": () => cargo("run", "--quiet", "--locked", "-p", "opik-attachments-server", "--", "--help"),
  "The repository: invariants, figures in the documents, scripts and the release": () => node("scripts/test-repository.mjs"),
  "The local server's answers, compared with a real Opik's": () => node("scripts/test-conformance.mjs"),
  "Size of what a browser downloads": () => node("scripts/size.mjs"),
};

/** The longest first, so that the two workers end together. Each shows its output when it has ended. */
const sideBySide = {
  "The installed package, its types, and the README": ["scripts/test-package.mjs"],
  "The tarball, and the package in bundlers, browsers and runtimes": ["scripts/test-packaging.mjs"],
  "The attachments page": ["scripts/test-page.mjs"],
  "A thousand calls under faults, in Node and Chromium": ["scripts/test-faults.mjs", "--cases", "1000"],
  "The command line, through npx": ["scripts/test-cli.mjs"],
  "The JS surface in Node, Chromium, Firefox and a worker": ["scripts/test-wasm.mjs"],
  "The examples": ["scripts/test-examples.mjs"],
  "The benchmark's harness, with a little of everything": ["bench/run.mjs", "--quick"],
  "Opik's own SDKs": ["scripts/test-sdk.mjs"],
};

/** @type {[string, number][]} */
const times = [];
/** @type {string[]} */
const skipped = [];

/** Building cargo-deny takes minutes, so it is used where it is; the workflows always have it. */
async function cargoDeny() {
  if (output("cargo", ["deny", "--version"])) return cargo("deny", "--all-features", "--locked", "check", "licenses", "bans", "sources");
  skipped.push("cargo-deny is not installed, skipped here");
  console.log(`   ${skipped.at(-1)}`);
}

async function check(name, work) {
  const start = performance.now();
  await step(name, work).catch((error) => {
    throw new Error(`${name}: ${error.message}`);
  });
  times.push([name, performance.now() - start]);
}

/** Takes one check after another until there are none left. One that fails leaves none for the other worker. */
async function worker(waiting) {
  while (waiting.length > 0) {
    const [name, args] = waiting.shift();
    await check(name, () => run(process.execPath, args, { atOnce: true })).catch((error) => {
      waiting.length = 0;
      throw error;
    });
  }
}

async function main() {
  const began = performance.now();
  await setUp("test");
  for (const [name, work] of Object.entries(oneByOne)) await check(name, work);
  const waiting = Object.entries(sideBySide);
  const workers = await Promise.allSettled([worker(waiting), worker(waiting)]);
  const failures = workers.flatMap((each) => (each.status === "rejected" ? [each.reason.message] : []));
  if (failures.length > 0) throw new Error(failures.join("\n✗ "));
  console.log("\nAll checks passed:");
  for (const [name, ms] of times) console.log(`  ${seconds(ms).padStart(12)}  ${name}`);
  console.log(`  ${seconds(performance.now() - began).padStart(12)}  in all`);
  for (const what of skipped) console.log(`\n${what}`);
  console.log(`\n${times.length} passed, 0 failed`);
}

main().catch((error) => {
  console.log(`\n${times.length} passed; the others failed or were not run`);
  fail(error);
});

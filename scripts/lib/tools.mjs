// Installs what the project needs and the machine does not have. Tools go to a folder of their own, one per version,
// so that nothing a person has installed is replaced and every clone finds them again.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { output, root, run, step } from "./run.mjs";

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "opik-attachments");

/** The CLI must equal the crate, so Cargo.lock decides. */
function wasmBindgenVersion() {
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  const version = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(lock)?.[1];
  if (!version) throw new Error("Cargo.lock names no version of wasm-bindgen");
  return version;
}

/** Tools that run for seconds are not worth optimising: this halves their build. */
const quickToBuild = ["opt-level=0", "debug=false", "lto=false", "codegen-units=256"].map((setting) => `profile.release.${setting}`);

/**
 * @typedef {object} CargoTool
 * @property {string} crate
 * @property {string} version
 * @property {string} why What it is for, in words.
 * @property {string} takes How long its build takes.
 * @property {boolean} [locked] Builds it with the versions of its own lock file, as by default.
 * @property {string[]} [settings] Settings of cargo's profile.
 * @property {string[]} [more] More arguments of `cargo install`.
 */

/** @type {Record<string, CargoTool>} */
const cargoTools = {
  "wasm-bindgen": {
    crate: "wasm-bindgen-cli",
    version: wasmBindgenVersion(),
    why: "makes the JS glue",
    takes: "a minute",
    // Its own lock file names a release that is not always to be had.
    locked: false,
    // Without TLS, which it has for drivers of browsers on other machines.
    more: ["--no-default-features"],
  },
  "wasm-pack": { crate: "wasm-pack", version: "0.15.1", why: "builds and tests the package", takes: "a minute" },
  geckodriver: { crate: "geckodriver", version: "0.37.1", why: "drives Firefox in the tests", takes: "a minute" },
  // Hardly optimised: that halves the build, and the tests do not notice.
  garage: { crate: "garage", version: "2.5.0", why: "is the S3 of these tests", takes: "15 min", settings: ["profile.release.opt-level=1"] },
};

/** Installs one of the tools above, and puts it in front of the PATH. */
export async function cargoTool(name) {
  const { crate, version, why, takes, locked = true, settings = quickToBuild, more = [] } = cargoTools[name];
  const has = (command) => output(command, ["--version"])?.split("\n")[0].split(/[ :]/).includes(version);
  if (has(name)) return;
  const folder = join(cache, `${crate}-${version}`);
  const bin = join(folder, "bin");
  if (!has(join(bin, name))) {
    await step(`Installing ${crate} ${version}, which ${why} (about ${takes} on two cores)`, () => {
      mkdirSync(folder, { recursive: true });
      const config = settings.flatMap((setting) => ["--config", setting]);
      const args = ["install", crate, "--version", version, "--root", folder, "--force", "--quiet", ...config, ...more];
      // Not below target/ of this repository, where it would only take room.
      const env = { CARGO_TARGET_DIR: undefined };
      return run("cargo", locked ? [...args, "--locked"] : args, { env });
    });
  }
  process.env.PATH = `${bin}:${process.env.PATH}`;
}

/** Requires Node 20.16, which the engines of package.json name. npm only warns. */
export function newEnoughNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 16)) throw new Error(`Node 20.16 or newer is needed, and this is ${process.version}`);
}

/** Installs the pinned Rust, and a C compiler where there is none. */
export async function rust() {
  if (!output("rustup", ["--version"])) throw new Error("rustup is missing: install Rust from https://rustup.rs");
  const channel = /channel = "([^"]+)"/.exec(readFileSync(join(root, "rust-toolchain.toml"), "utf8"))?.[1];
  if (!channel) throw new Error("rust-toolchain.toml names no channel");
  const installed = (what) => output("rustup", [what, "list", "--installed", "--toolchain", channel]) ?? "";
  const wasm = "wasm32-unknown-unknown";
  const components = ["rustfmt", "clippy", "rust-src"];
  if (!installed("target").includes(wasm) || !components.every((name) => installed("component").includes(name))) {
    await step(`Installing Rust ${channel} with its WebAssembly target, lints and the source of its standard library (a minute)`, () =>
      run("rustup", [
        ...["toolchain", "install", channel, "--no-self-update", "--profile", "minimal", "--target", wasm],
        ...components.flatMap((name) => ["--component", name]),
      ]),
    );
  }
  if (!output("cc", ["--version"])) {
    await aptPackages("a C compiler, for SQLite and for linking", ["gcc", "libc6-dev"], ["cc"]);
  }
}

/**
 * Installs the npm packages that a folder's lock file pins, unless they are there and as new as the lock file.
 *
 * @param {string} folder
 * @param {string} why
 * @param {{ takes?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export async function npmPackages(folder, why, { takes = "seconds", env } = {}) {
  const installed = join(root, folder, "node_modules/.package-lock.json");
  const stamp = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);
  if (stamp(installed) >= stamp(join(root, folder, "package-lock.json")) && stamp(installed) > 0) return;
  await step(`Installing the npm packages of ${join(folder, "package-lock.json")}, ${why} (${takes})`, () =>
    run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: join(root, folder), env }),
  );
}

/** Installs Debian packages unless `commands` are there already. */
export async function aptPackages(why, packages, commands, isThere = (command) => output("which", [command])) {
  const missing = () => commands.filter((command) => !isThere(command));
  if (missing().length === 0) return;
  const install = `apt-get install -y ${packages.join(" ")}`;
  if (process.getuid?.() !== 0 || !output("apt-get", ["--version"])) {
    throw new Error(`${missing().join(" and ")} not found (${why}). Install it, on Debian as root: ${install}`);
  }
  await step(`Installing ${packages.join(", ")}: ${why} (about a minute)`, async () => {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update"], { env, quiet: true });
    await run("apt-get", ["install", "-y", "--no-install-recommends", ...packages], { env, quiet: true });
  });
  if (missing().length > 0) throw new Error(`${missing().join(" and ")} still not found after: ${install}`);
}

/** Opik's own Python SDK, in an environment of its own: one for each list of pinned packages. */
export async function pythonSdk() {
  const requirements = join(root, "tests/sdk/requirements.txt");
  const digest = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(cache, `python-sdk-${digest}`);
  const python = join(folder, "bin/python");
  const complete = join(folder, "complete");
  if (!existsSync(complete)) {
    const canMakeOne = () => output("python3", ["-c", "import ensurepip; print(1)"]);
    await aptPackages("Python, for the tests with Opik's own SDK", ["python3", "python3-venv"], ["python3 with venv"], canMakeOne);
    await step("Installing Opik's Python SDK, to test the local server and the package with it (two minutes)", async () => {
      await run("python3", ["-m", "venv", "--clear", folder]);
      await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements]);
      writeFileSync(complete, "");
    });
  }
  process.env.OPIK_PYTHON_SDK = python;
}

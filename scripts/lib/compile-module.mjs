// Compiles the wasm module of the npm package. wasm-pack does so as well, with these options; what is compiled already, it
// only takes. So the first build can compile the module while wasm-pack itself is being installed.
import { run } from "./run.mjs";

// The standard library is built along, so that a panic is nothing but a trap: no text, no place in a source (those are
// paths of this machine, too), nothing that formats them. Nobody would read the text, since a page has no hook that prints
// it. The browser's bundle is 54.1 KB of brotli instead of 59.4 KB, for 20 seconds of the first build. rustc calls this
// unstable; the compiler is pinned (rust-toolchain.toml), and RUSTC_BOOTSTRAP is the only way to use it with a release.
const noPanicTexts = ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none"];
const standardLibrary = ["-Zbuild-std=std", "-Zbuild-std-features=optimize_for_size"];
// rustc's own optimisations, which it saves for faster builds than this one: two percent.
const moreOptimisations = ["-Zmir-opt-level=3"];
// The usual stack of 1 MiB would be most of the module's memory, and nothing here goes deep.
const smallStack = `-Clink-arg=-zstack-size=${256 * 1024}`;

/** The environment in which cargo compiles the module. */
export const cargoEnv = { RUSTC_BOOTSTRAP: "1", RUSTFLAGS: [...noPanicTexts, ...moreOptimisations, smallStack].join(" ") };

/** What cargo is told, by wasm-pack too. */
export const cargoOptions = ["--locked", ...standardLibrary];

/** Compiles the module as wasm-pack does. */
export const compileModule = () =>
  run("cargo", ["build", "--lib", "--release", "--quiet", "--target", "wasm32-unknown-unknown", ...cargoOptions], { env: cargoEnv });

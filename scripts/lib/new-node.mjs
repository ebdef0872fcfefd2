// The newest Node among those that the package is tried in. Bundlers ask for a newer one than the package does, and an
// npm on an older one leaves out what is native of them.
import { join } from "node:path";
import { root } from "./run.mjs";

export const runtimes = "tests/packaging/runtimes";

const bin = join(root, runtimes, "node_modules/node24/bin");

/** Its program. */
export const newNode = join(bin, "node");

/** The environment in which `node`, and what is started by it, is that one. */
export const onNewNode = { PATH: `${bin}:${process.env.PATH}` };

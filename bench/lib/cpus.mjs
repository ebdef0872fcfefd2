// Which processors the server has, and which the programs that are compared: neither shall take the other's time.
import { availableParallelism } from "node:os";
import { output } from "../../scripts/lib/run.mjs";

const count = availableParallelism();
const half = Math.floor(count / 2);
const list = (from, to) => (from === to ? `${from}` : `${from}-${to}`);

export const pinned = count > 1 && output("taskset", ["--version"]) !== undefined;
export const serverCpus = list(0, half - 1);
export const clientCpus = list(half, count - 1);

/** The command and its arguments, on those processors if this machine can do that. */
export const onCpus = (cpus, command, args) => (pinned ? ["taskset", ["-c", cpus, command, ...args]] : [command, args]);

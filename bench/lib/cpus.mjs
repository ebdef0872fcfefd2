// Assigns processors to the server and to the measured clients, so that neither takes time from the other.
import { availableParallelism } from "node:os";
import { output } from "../../scripts/lib/run.mjs";

const count = availableParallelism();
const half = Math.floor(count / 2);
const list = (from, to) => (from === to ? `${from}` : `${from}-${to}`);

export const pinned = count > 1 && output("taskset", ["--version"]) !== undefined;
export const serverCpus = list(0, half - 1);
export const clientCpus = list(half, count - 1);

/** Returns the command and its arguments, pinned to those processors if this machine supports it. */
export const onCpus = (cpus, command, args) => (pinned ? ["taskset", ["-c", cpus, command, ...args]] : [command, args]);

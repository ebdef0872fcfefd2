// Special files: devices, FIFOs, sockets, and open file descriptors such as /dev/stdout. Bytes are written to them and
// read from them; they are never replaced.
import { once } from "node:events";
import { constants, createReadStream, createWriteStream, fstatSync, statSync, writeSync } from "node:fs";
import { readlink, realpath, stat } from "node:fs/promises";
import { connect } from "node:net";
import { devNull } from "node:os";
import { basename, dirname, resolve } from "node:path";
import { isatty } from "node:tty";
import { codedError } from "../errors.js";

/** The limit of Linux, https://man7.org/linux/man-pages/man7/path_resolution.7.html */
const maxLinks = 40;

/** Resolves to the number of the descriptor of this process to which a path leads; undefined for other paths. */
async function descriptorOf(path) {
  // On Linux this is a link to /proc/PID/fd.
  const descriptors = await realpath("/dev/fd").catch(() => undefined);
  let at = resolve(path);
  for (let links = 0; descriptors && links < maxLinks; links += 1) {
    const folder = await realpath(dirname(at)).catch(() => undefined);
    if (folder === descriptors && /^\d+$/.test(basename(at))) return Number(basename(at));
    const target = await readlink(at).catch(() => undefined);
    if (target === undefined) return undefined;
    at = resolve(folder ?? "", target);
  }
  return undefined;
}

/** Resolves to the special file at a path; undefined if there is nothing, a folder or a regular file. */
async function specialFileAt(path) {
  const [stats, descriptor] = await Promise.all([stat(path).catch(() => undefined), descriptorOf(path)]);
  if (!stats && descriptor !== undefined) throw codedError("EBADF", `${path}: no such file descriptor is open`);
  if (!stats || stats.isDirectory()) return undefined;
  return descriptor === undefined && stats.isFile() ? undefined : { path, descriptor, isSocket: stats.isSocket() };
}

/** Does not create the file. Node takes the flags as a number, too, of which its types know nothing. */
const writeOnly = /** @type {any} */ ({ flags: constants.O_WRONLY });

/**
 * Resolves to the output of `get -o PATH` if PATH is "-" or a special file. `open` resolves to a stream when it is
 * writable; a FIFO waits for a reader. A stream with `keepsOpen` must not be ended.
 */
export async function specialOutput(path) {
  const special = path === "-" ? { path, descriptor: 1 } : await specialFileAt(path);
  if (!special) return undefined;
  const { descriptor, isSocket } = special;
  /** @returns {Promise<import("node:stream").Writable>} */
  const open = async (signal) => {
    if (descriptor === 1) return process.stdout;
    if (descriptor === 2) return process.stderr;
    if (descriptor !== undefined) return createWriteStream("", { fd: descriptor, autoClose: false });
    const stream = isSocket ? connect(path) : createWriteStream(path, writeOnly);
    await once(stream, "ready", { signal });
    return stream;
  };
  const isTerminal = (stream) => stream.isTTY || isatty(stream.fd);
  return { path, open, isTerminal, isStdout: descriptor === 1, keepsOpen: descriptor !== undefined };
}

/** Node opens the null device for a closed stdin. Unlike a shell's `< /dev/null`, it is writable. */
function isClosed(descriptor, stats) {
  try {
    return stats.isCharacterDevice() && stats.rdev === statSync(devNull).rdev && writeSync(descriptor, "") === 0;
  } catch {
    return false;
  }
}

/** Returns why stdin cannot be read; undefined if it can. Node reads nothing from such a stdin, without an error. */
function stdinProblem({ allowEmpty }) {
  const stats = fstatSync(0);
  if (stats.isDirectory()) return "stdin is a folder";
  if (stats.isBlockDevice()) return "stdin is a block device";
  return !allowEmpty && isClosed(0, stats) ? "stdin is closed" : undefined;
}

/**
 * Resolves to the input of `put FILE` if FILE is "-" or a special file. `open` returns a stream. `isNamed` is false for
 * file descriptors, whose number is not a name. `problem` says why the input cannot be read.
 */
export async function specialInput(path, options) {
  const special = path === "-" ? { path, descriptor: 0 } : await specialFileAt(path);
  if (!special) return undefined;
  const { descriptor, isSocket } = special;
  const open = () => {
    if (descriptor === 0) return process.stdin;
    if (descriptor !== undefined) return createReadStream("", { fd: descriptor, autoClose: false });
    return isSocket ? connect(path) : createReadStream(path);
  };
  return {
    path,
    open,
    isNamed: descriptor === undefined,
    problem: descriptor === 0 ? stdinProblem(options) : undefined,
  };
}

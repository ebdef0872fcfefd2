// Exits by signals and by closed pipes.

/** The status that shells report for programs ended by SIGPIPE, which Node ignores: 128 + 13. */
const brokenPipe = 141;

/**
 * Returns an `AbortSignal` that is aborted by the first SIGINT or SIGTERM, with the signal's name as the reason. The
 * second signal of the same kind ends the process immediately.
 */
export function abortOnSignals() {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) process.once(name, () => controller.abort(name));
  return controller.signal;
}

/**
 * Ends the process by the signal, after cleanup. A shell would continue a loop after status 130, because it tells of a
 * program that handled Ctrl-C, https://www.cons.org/cracauer/sigint.html
 */
export function exitBySignal(signal) {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** Exits silently, like a program that is ended by SIGPIPE. */
export const exitByBrokenPipe = () => process.exit(brokenPipe);

/** Exits silently when the reader of stdout or stderr closes the pipe, as in `opik-attachments ls | head -1`. */
export function exitOnClosedPipe() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      if (error.code === "EPIPE") exitByBrokenPipe();
      if (stream === process.stdout) process.stderr.write(`opik-attachments: stdout: ${error.message}\n`);
      process.exit(1);
    });
  }
}

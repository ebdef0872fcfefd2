// How the program ends from outside: by a signal, or because nobody reads what it prints.

/** What a shell reports of other programs that are ended by SIGPIPE, which Node ignores: 128 and 13. */
const brokenPipe = 141;

/**
 * An `AbortSignal` that the first SIGINT or SIGTERM aborts, with the signal's name as the reason. The second one of its
 * kind ends the program at once.
 */
export function abortOnSignals() {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) process.once(name, () => controller.abort(name));
  return controller.signal;
}

/**
 * Ends by the signal, once everything is tidy. A status of 130 would tell a shell of a program that coped with Ctrl-C,
 * and the loop that it ran in would go on.
 */
export function exitBySignal(signal) {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** Ends quietly, as a program does that SIGPIPE ends. */
export const exitByBrokenPipe = () => process.exit(brokenPipe);

/** Ends quietly when the reader of stdout or stderr has gone, as in `opik-attachments ls | head -1`. */
export function exitOnClosedPipe() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      if (error.code === "EPIPE") exitByBrokenPipe();
      if (stream === process.stdout) process.stderr.write(`opik-attachments: stdout: ${error.message}\n`);
      process.exit(1);
    });
  }
}

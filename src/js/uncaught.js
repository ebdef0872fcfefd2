// What functions that the module calls have thrown where it expects nothing: `scripts/lib/minify-glue.mjs` has them call
// `note`. An exception that passed through WebAssembly would leave the module's stack as it was, and use it up in time.

let count = 0;
let last;

export function note(exception) {
  count += 1;
  last = exception;
}

export const uncaughtCount = () => count;

/** The latest, which is forgotten. */
export function lastUncaught() {
  const exception = last;
  last = undefined;
  return exception;
}

// Signals of callers, whose properties may be anything, such as getters that throw.

/** A property; undefined if it cannot be read. */
function read(signal, name) {
  try {
    return signal[name];
  } catch {
    return undefined;
  }
}

export const isAborted = (signal) => read(signal, "aborted") === true;

export const reasonOf = (signal) => read(signal, "reason");

/** Calls `listener` when the signal is aborted, until `unlisten`. Whether the signal takes it. */
export function listen(signal, listener) {
  try {
    signal.addEventListener("abort", listener);
    return true;
  } catch {
    return false;
  }
}

export function unlisten(signal, listener) {
  try {
    signal.removeEventListener("abort", listener);
  } catch {
    // Then it is not called by a signal that works, either.
  }
}

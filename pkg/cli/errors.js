// Failures that are the command line's own. Those of transfers are the package's.

/** The command line is wrong: nothing was done. With `usage`, the short usage is shown. */
export class UsageError extends Error {
  constructor(message, { usage = false } = {}) {
    super(message);
    this.usage = usage;
  }
}

/** A failure with the fields that the package's errors have, too. */
export function codedError(code, message, hint, cause) {
  return Object.assign(new Error(message, { cause }), { code, hint });
}

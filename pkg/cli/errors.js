// The errors of the command line. Those of transfers come from the package.

/** The command line is wrong, and nothing was done. With `usage`, the short usage is printed. */
export class UsageError extends Error {
  constructor(message, { usage = false } = {}) {
    super(message);
    this.usage = usage;
  }
}

/** Returns an error with the fields of the package's errors. */
export function codedError(code, message, hint, cause) {
  return Object.assign(new Error(message, { cause }), { code, hint });
}

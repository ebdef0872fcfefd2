// The failure of a file that is being uploaded.

/** What has become of a file: it is no longer what it was when it was opened (`changed`), or it cannot be read. */
export class FileError extends Error {
  constructor(what, changed, cause) {
    super(what, { cause });
    this.changed = changed;
  }
}

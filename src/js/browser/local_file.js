// Instead of ../local_file.js in the browsers' build.

export const LocalFile = undefined;

/** Undefined: there is no file system. */
export const pathOf = () => undefined;

export const lastSegment = undefined;

export const sizeOfFile = undefined;

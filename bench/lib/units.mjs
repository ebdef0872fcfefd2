// Units of what is measured.

export const mib = 2 ** 20;

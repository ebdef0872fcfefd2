// Bytes as people read them, in binary units like the package's own documentation.

const units = ["B", "KiB", "MiB", "GiB", "TiB"];

/** `1536` is `1.5 KiB`. */
export function formatBytes(bytes: number): string {
  let unit = 0;
  let amount = bytes;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  // 1023.96 KiB would be shown as 1024 KiB.
  if (Number(amount.toFixed(1)) >= 1024 && unit < units.length - 1) {
    amount = 1;
    unit += 1;
  }
  const digits = unit > 0 && amount < 100 ? 1 : 0;
  return `${Number(amount.toFixed(digits))} ${units[unit]}`;
}

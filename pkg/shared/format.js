// Sizes and times as text, for the command line and the attachments page.

const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/**
 * Formats a size in binary units, with one decimal below 100: `1536` is `1.5 KiB`.
 * @param {number} bytes
 */
export function formatBytes(bytes) {
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

/**
 * Formats a duration, coarser the longer it is: `125` is `2 min 5 s`.
 * @param {number} seconds
 */
export function formatDuration(seconds) {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 10) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

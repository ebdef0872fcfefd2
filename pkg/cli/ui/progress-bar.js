// The line of a progress bar, as text of at most so many columns.
import { formatBytes, formatDuration } from "../../shared/format.js";
import { columnsOf, shorten } from "./text.js";

const gap = "  ";
const minLabel = 8;
const minBar = 8;
const maxColumns = 100;

/** `rate` is in bytes a second. Facts that find no room are left out, the last ones first; then the bar is. */
export function progressLine({ label, loaded, total, rate }, columns) {
  const room = Math.max(1, Math.min(columns - 1, maxColumns));
  const facts = factsOf(loaded, total, rate);
  const tail = () => facts.join(gap);
  while (facts.length > 1 && columnsOf(tail()) + gap.length + minLabel > room) facts.pop();
  const beside = room - columnsOf(tail()) - gap.length;
  if (beside < minLabel) return shorten(tail().trimStart(), room);

  const maxLabel = Math.max(minLabel, Math.min(room / 3, beside - gap.length - minBar));
  const short = shorten(label, Math.floor(maxLabel));
  const width = beside - columnsOf(short) - gap.length;
  if (!total || width < minBar) return [shorten(label, beside), tail()].join(gap);
  return [short, drawn(loaded / total, width), tail()].join(gap);
}

function factsOf(loaded, total, rate) {
  if (!total) return [formatBytes(loaded)];
  const percent = `${Math.floor((100 * loaded) / total)} %`.padStart(5);
  const facts = [percent, `${formatBytes(loaded).padStart(8)} of ${formatBytes(total)}`];
  if (rate > 0) facts.push(`${formatBytes(rate)}/s`.padStart(10), formatDuration((total - loaded) / rate).padEnd(10));
  return facts;
}

function drawn(part, width) {
  const inside = width - 2;
  const done = Math.round(Math.min(part, 1) * inside);
  const head = done > 0 && done < inside ? ">" : "";
  return `[${"=".repeat(done - head.length)}${head}${" ".repeat(inside - done)}]`;
}

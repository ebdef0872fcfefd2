// Formats the line of a progress bar.
import { formatBytes, formatDuration } from "../../shared/format.js";
import { columnsOf, shorten } from "./text.js";

const gap = "  ";
const minLabel = 8;
const minBar = 8;
const maxColumns = 100;

/**
 * Returns a line of less than `columns`. `rate` is in bytes per second. Facts that do not fit are left out, starting with
 * the last one, then the bar.
 */
export function progressLine({ label, loaded, total, rate }, columns) {
  const room = Math.max(1, Math.min(columns - 1, maxColumns));
  const facts = factsOf(loaded, total, rate);
  const tail = () => facts.join(gap);
  while (facts.length > 1 && columnsOf(tail()) + gap.length + minLabel > room) facts.pop();
  const labelAndBar = room - columnsOf(tail()) - gap.length;
  if (labelAndBar < minLabel) return shorten(tail().trimStart(), room);

  const maxLabel = Math.max(minLabel, Math.min(room / 3, labelAndBar - gap.length - minBar));
  const short = shorten(label, Math.floor(maxLabel));
  const width = labelAndBar - columnsOf(short) - gap.length;
  if (!total || width < minBar) return [shorten(label, labelAndBar), tail()].join(gap);
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

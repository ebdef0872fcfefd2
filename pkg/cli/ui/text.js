// Text for people: sizes, times, and names that may hold anything, in so many columns.

const units = ["B", "kB", "MB", "GB", "TB", "PB"];

export function humanSize(bytes) {
  let unit = 0;
  let amount = bytes;
  // What would be rounded to 1000 is one of the next unit.
  while (amount >= (unit === 0 ? 1000 : 999.95) && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? amount : amount.toFixed(1)} ${units[unit]}`;
}

export function clockTime(seconds) {
  const whole = Math.ceil(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Characters that move the cursor, start escape sequences, end lines or turn the direction of writing. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The text on one line of a terminal or of a table, whatever it holds. */
export function printable(text) {
  return text.replace(unprintable, (character) => `\\u${character.codePointAt(0).toString(16).padStart(4, "0")}`);
}

const wide = /[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff01-\uff60]/u;
const segmenter = new Intl.Segmenter();
const graphemes = (text) => [...segmenter.segment(text)].map(({ segment }) => segment);
const widthOf = (grapheme) => (wide.test(grapheme) ? 2 : 1);

/** Columns that the text takes in a terminal. */
export function columnsOf(text) {
  return graphemes(text).reduce((sum, grapheme) => sum + widthOf(grapheme), 0);
}

/** The text, cut to so many columns if it has more. */
export function shorten(text, columns) {
  if (columnsOf(text) <= columns) return text;
  let short = "";
  let used = 1;
  for (const grapheme of graphemes(text)) {
    used += widthOf(grapheme);
    if (used > columns) break;
    short += grapheme;
  }
  return `${short}…`;
}

/** The text in exactly so many columns. */
export function fill(text, columns) {
  const short = shorten(text, columns);
  return short + " ".repeat(columns - columnsOf(short));
}

/** The text in lines of so many columns, broken at spaces. */
export function wrap(text, columns) {
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && longer.length <= columns) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

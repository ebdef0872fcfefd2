// Text in terminal columns.

const wide = /[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff01-\uff60]/u;
const segmenter = new Intl.Segmenter();
const graphemes = (text) => [...segmenter.segment(text)].map(({ segment }) => segment);
const widthOf = (grapheme) => (wide.test(grapheme) ? 2 : 1);

/** Returns the number of columns that the text takes in a terminal. */
export function columnsOf(text) {
  return graphemes(text).reduce((sum, grapheme) => sum + widthOf(grapheme), 0);
}

/** Returns the text, cut to at most `columns`. */
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

/** Returns the text, cut or padded to exactly `columns`. */
export function fill(text, columns) {
  const short = shorten(text, columns);
  return short + " ".repeat(columns - columnsOf(short));
}

/** Wraps the text at spaces, into lines of at most `columns`. */
export function wrap(text, columns) {
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && longer.length <= columns) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// Writes bytes as printable ASCII that compresses as well as the bytes do. The most frequent bytes get one character
// each, themselves where they are printable; the others get two. Every byte keeps one spelling, so a compressor finds
// the same repetitions as in the bytes. Base64, whose characters straddle bytes, compresses to a third more.
//
// Quotes, backslashes, `$` and `<` are not used: no bundler has to escape anything, no character set can damage it, and
// it can stand in an inline script. `pkg/loaders/text-to-bytes.js` is the other half.
//
// A line feed is one of the characters, and stands for a frequent byte. So all lines are short, which matters where an
// engine prints the source line of an error. Line feeds every 200 characters would cost a kilobyte of the download.

const alphabet = ["\n"];
for (let code = 0x20; code < 0x7f; code += 1) {
  const character = String.fromCharCode(code);
  if (!"\"'`\\$<".includes(character)) alphabet.push(character);
}
/** The last two characters say that the next one belongs to them. */
const singles = alphabet.slice(0, -2);
const escapes = alphabet.slice(-2);
/** There are more spellings with two characters than bytes that need one; this one stands for nothing. */
const lineBreak = `${escapes[0]}\n`;
const maxLine = 190;

/** The text, and the bytes of its single characters in the order of the alphabet. */
export function bytesAsText(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte] += 1;
  const frequent = [...counts.keys()].sort((a, b) => counts[b] - counts[a] || a - b).slice(0, singles.length);

  const byCharacter = new Map();
  const homeless = [];
  for (const byte of frequent) {
    const itself = String.fromCharCode(byte);
    if (byte >= 0x20 && singles.includes(itself)) byCharacter.set(itself, byte);
    else homeless.push(byte);
  }
  // The line feed comes first, and gets the most frequent of them.
  const singleBytes = singles.map((character) => byCharacter.get(character) ?? homeless.shift());

  const spelling = new Array(256);
  for (const [index, byte] of singleBytes.entries()) spelling[byte] = singles[index];
  let rare = escapes.length * alphabet.length - (spelling.length - singles.length);
  for (let byte = 0; byte < 256; byte += 1) {
    if (spelling[byte] !== undefined) continue;
    spelling[byte] = escapes[Math.floor(rare / alphabet.length)] + alphabet[rare % alphabet.length];
    rare += 1;
  }
  let text = "";
  let lineStart = 0;
  for (const byte of bytes) {
    text += spelling[byte];
    if (text.length - lineStart > maxLine) text += lineBreak;
    if (text.endsWith("\n")) lineStart = text.length;
  }
  return { text, singleBytes };
}

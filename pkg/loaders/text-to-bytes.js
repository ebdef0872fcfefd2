// The other half of scripts/lib/bytes-as-text.mjs, where the encoding is explained.

/** The bytes of a text; `singleBytes` are those of its single characters in the order of the alphabet. */
export function textToBytes(text, singleBytes) {
  // The place of each character code in the alphabet.
  const places = [];
  places[10] = 0;
  let size = 1;
  for (let code = 0x20; code < 0x7f; code += 1) {
    if (!"\"'`\\$<".includes(String.fromCharCode(code))) places[code] = size++;
  }
  const rareBytes = [...new Uint8Array(256).keys()].filter((byte) => !singleBytes.includes(byte));
  // The first spellings with two characters stand for nothing.
  const unused = 2 * size - rareBytes.length;

  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const place = places[text.charCodeAt(at)];
    const page = place - singleBytes.length;
    const byte = page < 0 ? singleBytes[place] : rareBytes[page * size + places[text.charCodeAt(++at)] - unused];
    if (byte !== undefined) bytes[length++] = byte;
  }
  return bytes.subarray(0, length);
}

// A seeded random generator: the same seeds give the same choices and the same bytes, in Node and in a page.

/** Returns a generator for these seeds (mulberry32 over a mixed start). */
export function randomOf(...seeds) {
  let state = 0x9e3779b9;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  for (const seed of seeds) {
    state ^= seed | 0;
    state = next();
  }
  const fraction = () => next() / 2 ** 32;
  /** Returns an integer, both ends included. */
  const int = (from, to) => from + Math.floor(fraction() * (to - from + 1));
  const pick = (items) => items[int(0, items.length - 1)];
  const chance = (probability) => fraction() < probability;
  const shuffled = (items) => {
    const out = [...items];
    for (let last = out.length - 1; last > 0; last -= 1) {
      const other = int(0, last);
      [out[last], out[other]] = [out[other], out[last]];
    }
    return out;
  };
  const hex = (digits) => Array.from({ length: digits }, () => int(0, 15).toString(16)).join("");
  /** Returns a UUID of version 7, which uploads need, of a time between June 2024 and August 2026. */
  const uuid = () => `019${hex(5)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
  return { fraction, int, pick, chance, shuffled, hex, uuid };
}

/** Returns `size` bytes that do not compress; with `words`, letters that compress to a third. */
export function bytesOf({ seed, size, words: letters = false }) {
  const words = new Uint32Array(Math.ceil(size / 4));
  let state = (seed | 0) ^ 0x2545f491 || 1;
  for (let index = 0; index < words.length; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[index] = letters ? (state & 0x03030303) | 0x61616161 : state;
  }
  return new Uint8Array(words.buffer, 0, size);
}

// A module as separate streams of bytes of one kind each: opcodes, indices of locals, offsets of loads, and so on. Brotli
// makes a tenth less of these than of the module, in which they alternate. `scripts/lib/wasm-streams.mjs` splits, and
// this file, which is inlined into the browsers' build, joins.

const [head, data, opcode, locals, get, set, tee, block, depth, callee, align, load, store, i32, i64, other] = Array(16).keys();

export const streamCount = 16;

/**
 * The streams of an instruction's immediates, each of them a LEB128 number, by opcode.
 *
 * @type {number[][]}
 */
const immediates = Array.from({ length: 256 }, () => []);
for (const [first, last, ...streams] of [
  [0x02, 0x04, block],
  [0x0c, 0x0d, depth],
  [0x10, 0x10, callee],
  [0x11, 0x11, other, other],
  [0x20, 0x20, get],
  [0x21, 0x21, set],
  [0x22, 0x22, tee],
  [0x23, 0x26, other],
  [0x28, 0x35, align, load],
  [0x36, 0x3e, align, store],
  [0x3f, 0x40, other],
  [0x41, 0x41, i32],
  [0x42, 0x42, i64],
  [0xd0, 0xd2, other],
]) {
  for (let code = first; code <= last; code += 1) immediates[code] = streams;
}

/** How many immediates the instructions with the prefix 0xfc have. */
const prefixed = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

/** The alignments that accesses of memory naturally have, from opcode 0x28 on. Most have these. */
const alignments = [..."23230011001122232301012"].map(Number);

/**
 * Walks through a module. `move(stream, mask)` moves the next byte, which is kept in `stream` and there exclusive-ored with
 * the mask, and returns it. `more()` says whether there is another section. `body(walk)` moves the body of a function by
 * calling `walk`; its size, which comes before it, is in no stream.
 */
export function walkModule(move, more, body) {
  const bytes = (stream, count) => {
    for (; count > 0; count -= 1) move(stream, 0);
  };
  const number = (stream) => {
    // Most are of one byte.
    let byte = move(stream, 0);
    let value = byte & 127;
    for (let factor = 128; byte > 127; factor *= 128) value += ((byte = move(stream, 0)) & 127) * factor;
    return value;
  };
  const numbers = (stream, count) => {
    for (; count > 0; count -= 1) number(stream);
  };
  const instruction = () => {
    const code = move(opcode, 0);
    if (code === 0xfc) numbers(other, prefixed[number(opcode)]);
    else if (code === 0x0e) numbers(other, number(other) + 1);
    else if (code === 0x1c) bytes(other, number(other));
    else if (code === 0x43 || code === 0x44) bytes(other, (code - 0x42) * 4);
    const streams = immediates[code];
    // Not an iterator: this runs cold, some fifty thousand times.
    for (let index = 0; index < streams.length; index += 1) {
      if (streams[index] === align) move(align, alignments[code - 0x28]);
      else number(streams[index]);
    }
    return code;
  };
  const walkBody = () => {
    for (let count = number(locals); count > 0; count -= 1) bytes(locals, (number(locals), 1));
    for (let open = 1; open > 0; ) {
      const code = instruction();
      if (code > 1 && code < 5) open += 1;
      else if (code === 0x0b) open -= 1;
    }
  };

  bytes(head, 8);
  while (more()) {
    const id = move(head, 0);
    const size = number(head);
    if (id !== 10) bytes(id === 11 ? data : head, size);
    else for (let count = number(head); count > 0; count -= 1) body(walkBody);
  }
}

/** The module of `size` bytes whose streams these are. */
export function joinStreams(streams, size) {
  const module = new Uint8Array(size);
  const taken = streams.map(() => 0);
  let end = 0;
  const move = (stream, mask) => (module[end++] = streams[stream][taken[stream]++] ^ mask);
  walkModule(move, () => end < size, (walk) => {
    const start = end;
    walk();
    const prefix = [];
    let length = end - start;
    for (; length > 127; length >>= 7) prefix.push((length & 127) | 128);
    prefix.push(length);
    module.copyWithin(start + prefix.length, start, end);
    module.set(prefix, start);
    end += prefix.length;
  });
  return module;
}

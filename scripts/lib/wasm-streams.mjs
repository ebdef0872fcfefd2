// Splits a module into streams of bytes of one kind each, and writes them as text, for the browsers' build. The other half
// is pkg/loaders/wasm-streams.js, which also knows the format.
import assert from "node:assert/strict";
import { joinStreams, streamCount, walkModule } from "../../pkg/loaders/wasm-streams.js";
import { textToBytes } from "../../pkg/loaders/text-to-bytes.js";
import { bytesAsText } from "./bytes-as-text.mjs";

/** The streams of a module. Throws if they cannot be joined to the same module again. */
export function splitModule(module) {
  /** @type {number[][]} */
  const streams = Array.from({ length: streamCount }, () => []);
  let position = 0;
  const move = (stream, mask) => {
    const byte = module[position++];
    streams[stream].push(byte ^ mask);
    return byte;
  };
  const body = (walk) => {
    let size = 0;
    let shift = 0;
    for (let byte = 128; byte > 127; shift += 7) size += ((byte = module[position++]) & 127) * 2 ** shift;
    const end = position + size;
    walk();
    assert.equal(position, end, "the body of a function ends where it says");
  };
  walkModule(move, () => position < module.length, body);
  assert.deepEqual(joinStreams(streams, module.length), new Uint8Array(module));
  return streams;
}

/** Streams whose bytes are alike share an alphabet. */
const groups = [[2], [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [0, 1]];

/**
 * The streams as text: for each alphabet its text, its single bytes, and the number and length of each stream in it.
 *
 * @returns {[string, number[], ...number[]][]}
 */
export function streamsAsTexts(module) {
  const streams = splitModule(module);
  return groups.map((group) => {
    const { text, singleBytes } = bytesAsText(group.flatMap((stream) => streams[stream]));
    assert.equal(textToBytes(text, singleBytes).length, group.reduce((sum, stream) => sum + streams[stream].length, 0));
    return [text, singleBytes, ...group.flatMap((stream) => [stream, streams[stream].length])];
  });
}

/** The source of a JS module that exports the arguments of `joinTexts`. */
export function streamsAsSource(module) {
  return `export const texts = ${JSON.stringify(streamsAsTexts(module))}, size = ${module.length};`;
}

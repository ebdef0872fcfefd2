// The encoder and the decoder of the text that holds the WebAssembly module.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { textToBytes } from "../pkg/loaders/text-to-bytes.js";
import { bytesAsText } from "../scripts/lib/bytes-as-text.mjs";

const samples = {
  nothing: Buffer.alloc(0),
  "every byte once": Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
  "every byte, the last ones often": Buffer.from(Array.from({ length: 256 }, (_, byte) => Array(byte).fill(byte)).flat()),
  "one byte only": Buffer.alloc(1000, 0xff),
  "no line feed by itself": Buffer.from("a".repeat(1000) + "\xfe".repeat(500) + "b".repeat(200), "latin1"),
  text: Buffer.from("\"quotes\", 'more', `these`, \\ $ < > & \n é"),
  "random bytes": randomBytes(50_000),
};

for (const [name, bytes] of Object.entries(samples)) {
  test(name, () => {
    const { text, singleBytes } = bytesAsText(bytes);
    assert.match(text, /^[ -~\n]*$/, "printable ASCII and line feeds");
    assert.ok(text.split("\n").every((line) => line.length <= 200), "short lines");
    assert.doesNotMatch(text, /["'`\\$<]/, "no character that needs an escape");
    assert.deepEqual(Buffer.from(textToBytes(text, singleBytes)), bytes);
  });
}

// The stream of bytes that a caller of `downloadAttachment` gets.

import { placed, streamPlaces } from "./error.js";

/**
 * `source(false)` gives a promise of the next bytes and the exchange that they came by, undefined at the end;
 * `source(true)` ends the download. The stream asks only when it is asked, so a slow reader slows the network. An aborted
 * signal is its error at once.
 */
export function streamOf(source, signal) {
  let controller;
  let exchange;
  const end = () => {
    signal?.removeEventListener("abort", abort);
    source(true);
  };
  const abort = () => {
    controller.error(signal.reason);
    end();
  };
  const stream = new ReadableStream(
    {
      start(own) {
        controller = own;
        signal?.addEventListener("abort", abort);
        if (signal?.aborted) abort();
      },
      async pull() {
        try {
          const straight = await exchange?.straight();
          if (straight) return controller.enqueue(straight);
          const chunk = await source(false);
          exchange = chunk?.exchange;
          if (chunk) return controller.enqueue(chunk.bytes);
          controller.close();
        } catch (error) {
          controller.error(placed(error, streamPlaces.get(stream)));
        }
        end();
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
  return stream;
}

export function sizeOf(chunk) {
  return chunk.bytes.byteLength;
}

export function partOf(chunk, start, end) {
  return { ...chunk, bytes: chunk.bytes.subarray(start, end) };
}

// The stream of bytes that a caller of `downloadAttachment` gets.

/**
 * `source(false)` gives a promise of the next bytes, undefined at the end; `source(true)` ends the download. The stream
 * asks only when it is asked, so a slow reader slows the network. An aborted signal is its error at once.
 */
export function streamOf(source, signal) {
  let controller;
  const end = () => {
    signal?.removeEventListener("abort", abort);
    source(true);
  };
  const abort = () => {
    controller.error(signal.reason);
    end();
  };
  return new ReadableStream(
    {
      start(own) {
        controller = own;
        signal?.addEventListener("abort", abort);
        if (signal?.aborted) abort();
      },
      async pull() {
        try {
          const chunk = await source(false);
          if (chunk) return controller.enqueue(chunk);
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        end();
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}

export function sizeOf(chunk) {
  return chunk.byteLength;
}

export function partOf(chunk, start, end) {
  return chunk.subarray(start, end);
}

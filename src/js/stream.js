// The stream of bytes that a caller of `downloadAttachment` gets.

import { isAborted, listen, reasonOf, unlisten } from "./abort.js";
import { placed, streamPlaces } from "./error.js";

/** Ends the downloads whose streams nobody can read any more, so that their connections are free. Workers of 2024 have none. */
const dropped = globalThis.FinalizationRegistry && new FinalizationRegistry((end) => end());

const weakly = (value) => (globalThis.WeakRef ? new WeakRef(value) : { deref: () => value });

/**
 * `source(false)` gives a promise of the next bytes and the exchange that they came by, undefined at the end;
 * `source(true)` ends the download. The stream asks only when it is asked, so a slow reader slows the network. An aborted
 * signal is its error at once.
 */
export function streamOf(source, signal) {
  // Nothing that a signal or the registry keeps may keep the stream.
  let controller;
  let exchange;
  let weakStream;
  let ended = false;
  const end = () => {
    ended = true;
    if (signal) unlisten(signal, abort);
    dropped?.unregister(source);
    source(true);
  };
  const abort = () => {
    controller.deref()?.error(reasonOf(signal));
    end();
  };
  const underlying = {
    start(own) {
      controller = weakly(own);
      if (!signal) return;
      listen(signal, abort);
      if (isAborted(signal)) abort();
    },
    async pull(own) {
      try {
        const passed = await exchange?.passthrough();
        if (passed) return own.enqueue(passed);
        const chunk = await source(false);
        exchange = chunk?.exchange;
        if (chunk) return own.enqueue(chunk.bytes);
        // What was ended from outside has not come to its end, and must not look like it.
        if (ended) own.error(reasonOf(signal));
        else own.close();
      } catch (error) {
        own.error(placed(error, streamPlaces.get(weakStream.deref())));
      }
      end();
    },
    cancel: end,
  };
  const stream = new ReadableStream(underlying, { highWaterMark: 0 });
  weakStream = weakly(stream);
  // Not the stream: Chromium and WebKit collect it while a reader or a Response of it is left.
  dropped?.register(underlying, end, source);
  return stream;
}

export function sizeOf(chunk) {
  return chunk.bytes.byteLength;
}

export function partOf(chunk, start, end) {
  return { ...chunk, bytes: chunk.bytes.subarray(start, end) };
}

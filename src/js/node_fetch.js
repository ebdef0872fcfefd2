// What Node's own fetch needs and tells, which that of browsers does not. The browsers' build has browser/node_fetch.js
// instead.

import { builtin } from "./runtime.js";

/** Bytes handed over at once: Node gives a Blob in memory out as one piece, whatever its size. */
const pieceBytes = 64 * 1024;

/**
 * A body that tells how many of its bytes were taken: Node's fetch takes it piece by piece from the Blob's own `stream`.
 * Others read Blobs without it.
 */
export function withProgress(blob, moved) {
  // A slice of its own, since this one's `stream` is replaced.
  const body = blob.slice();
  const stream = body.stream.bind(body);
  body.stream = () => {
    const reader = stream().getReader();
    let chunk = new Uint8Array();
    let taken = 0;
    const source = {
      async pull(controller) {
        if (chunk.byteLength === 0) {
          const { done, value } = await reader.read();
          if (done) return controller.close();
          chunk = value;
        }
        const piece = chunk.subarray(0, pieceBytes);
        chunk = chunk.subarray(piece.byteLength);
        controller.enqueue(piece);
        moved((taken += piece.byteLength));
      },
      cancel: (reason) => reader.cancel(reason),
    };
    return new ReadableStream(source, { highWaterMark: 0 });
  };
  return body;
}

/**
 * What Node's fetch fails with at a redirect, if it may not follow: the redirect itself, if `heard`, or the same answer of
 * status 0 that others hide it behind.
 */
export function redirectResponse(error, heard) {
  if (error?.cause?.message !== "unexpected redirect") throw error;
  return heard ?? Response.error();
}

/** Calls `heard` with each redirect that Node's fetch gets from `url`, until the function that this gives is called. */
export function listenForRedirects(url, heard) {
  const channel = builtin("node:diagnostics_channel").channel("undici:request:headers");
  const { origin, pathname, search } = new URL(url);
  const listen = ({ request, response }) => {
    try {
      if (request.origin !== origin || request.path !== pathname + search || !(response.statusCode >= 300)) return;
      const texts = response.headers.map(String);
      const at = texts.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === "location");
      heard(new Response(null, { status: response.statusCode, headers: at < 0 ? {} : { location: texts[at + 1] } }));
    } catch {
      // Of another form than in the versions that are known. An exception here would end the program.
    }
  };
  channel.subscribe(listen);
  return () => channel.unsubscribe(listen);
}

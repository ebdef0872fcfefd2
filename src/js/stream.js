// Streams of bytes on their way to the caller. The chunks pass by handle, from fetch to the caller.

/** The bytes of an answer; with a signal, until that is aborted, with its reason. Throws if there are no such bytes. */
export function streamOf(response, signal) {
  const body = response.body ?? new Blob([]).stream();
  // The body of a fetch from another package may be another kind of stream.
  const stream = typeof body.getReader === "function" ? body : ReadableStream.from(body);
  // The pipe takes its listener off the signal when the stream ends.
  return signal ? stream.pipeThrough(new TransformStream(), { signal }) : stream;
}

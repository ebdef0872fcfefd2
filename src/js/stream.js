// Streams of bytes on their way to the caller. The chunks pass by handle, from fetch to the caller.

/** The bytes of an answer, or of none; with a signal, until that is aborted, with its reason. */
export function streamOf(body, signal) {
  const stream = body ?? new Blob([]).stream();
  // The pipe takes its listener off the signal when the stream ends.
  return signal ? stream.pipeThrough(new TransformStream(), { signal }) : stream;
}

// Counts the bytes in a pipeline.

/** Returns a step of a pipeline that calls `onBytes` with the length of each chunk, after the next step has read it. */
export function countBytes(onBytes) {
  return async function* (chunks) {
    for await (const chunk of chunks) {
      yield chunk;
      onBytes(chunk.byteLength);
    }
  };
}

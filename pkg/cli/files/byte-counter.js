// Counting bytes on their way.

/** A step of a pipeline that tells `moved` how long each chunk is, once the next step has taken it. */
export function countBytes(moved) {
  return async function* (chunks) {
    for await (const chunk of chunks) {
      yield chunk;
      moved(chunk.byteLength);
    }
  };
}

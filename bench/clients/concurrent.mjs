// Runs many asynchronous functions with a limit.

/** Calls `work` with each index below `count`, at most `concurrency` at a time. */
export async function runConcurrently(count, concurrency, work) {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

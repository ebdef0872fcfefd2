// Limited concurrency.

/** Calls `work` for each item in order, at most `limit` at the same time. Resolves when all are done. `work` must not reject. */
export async function forEachConcurrent(items, limit, work) {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}

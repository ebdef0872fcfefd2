// So many at a time.

/** Does `work` for each item, at most `count` at once, in order. Ends when all have ended; `work` does not throw. */
export async function forEachConcurrent(items, count, work) {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: count }, lane));
}

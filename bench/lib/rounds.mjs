// Runs what is compared in turns, so that a machine that gets slower gets slower for all.

/**
 * `contestants` by name, each a function that resolves to one measurement, or a word that says why there can be none.
 * The first round fills caches and is thrown away; who begins changes from round to round. Returns, by name, the `runs`
 * in the order of the rounds, and `cannot` or `failed` where there are none: one that fails is not asked again.
 */
export async function contest(contestants, { rounds, warmUps }, tell = () => {}) {
  const names = Object.keys(contestants);
  const results = {};
  for (const [name, run] of Object.entries(contestants)) {
    results[name] = typeof run === "string" ? { runs: [], cannot: run } : { runs: [] };
  }
  for (let round = -warmUps; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round + warmUps) % names.length];
      const result = results[name];
      if (result.cannot ?? result.failed) continue;
      try {
        const run = await contestants[name]();
        if (round >= 0) result.runs.push(run);
        tell(name, round, run);
      } catch (error) {
        result.failed = error.message;
        tell(name, round, error);
      }
    }
  }
  return results;
}

// Runs the compared clients in rounds, so that a machine that becomes slower affects all of them.

/**
 * `clients` by name: functions that resolve to one measurement, or a text that says why the client does not support it.
 * The warm-up rounds fill caches and do not count. Each round starts with another client. Resolves to the `runs` by name,
 * in the order of the rounds, and `unsupported` or `failed` where there are none: a client that fails is not run again.
 */
export async function runRounds(clients, { rounds, warmUps }, onRun = () => {}) {
  const names = Object.keys(clients);
  const results = {};
  for (const [name, run] of Object.entries(clients)) {
    results[name] = typeof run === "string" ? { runs: [], unsupported: run } : { runs: [] };
  }
  for (let round = -warmUps; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round + warmUps) % names.length];
      const result = results[name];
      if (result.unsupported ?? result.failed) continue;
      try {
        const run = await clients[name]();
        if (round >= 0) result.runs.push(run);
        onRun(name, round, run);
      } catch (error) {
        result.failed = error.message;
        onRun(name, round, error);
      }
    }
  }
  return results;
}

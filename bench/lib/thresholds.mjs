// Thresholds for the ratios between clients, and whether they are met.
import { ratio } from "./statistics.mjs";

/** `compared` is a metric, the results of a case, and two of its clients. Their ratio must be at most `bound`. */
export const atMost = (bound, what, ...compared) => threshold(what, `at most ${round(bound)}`, (value) => value <= bound, compared);

/** Their ratio must be at least `bound`. */
export const atLeast = (bound, what, ...compared) => threshold(what, `at least ${round(bound)}`, (value) => value >= bound, compared);

function threshold(what, bound, isMet, [metric, results, one, other]) {
  const [runs, others] = [results[one].runs, results[other].runs];
  const described = { what: `${what}, ${one} ÷ ${other}`, bound };
  if (runs.length === 0 || others.length === 0) return described;
  const value = ratio(runs, others, metric);
  return { ...described, value, met: isMet(value) };
}

const round = (value) => Number(value.toFixed(3));

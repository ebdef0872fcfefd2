// Statistics of runs.
import { linearRegression, median } from "simple-statistics";

/** Returns median, minimum and maximum of a metric of the runs; undefined if they do not have it. */
export function summary(runs, metric) {
  const values = runs.map((run) => run[metric]).filter((value) => value !== undefined);
  if (values.length === 0) return undefined;
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** Returns the median ratio of a metric between two clients in the same round. */
export function ratio(runs, others, metric) {
  const paired = runs.slice(0, others.length);
  return median(paired.map((run, round) => run[metric] / others[round][metric]));
}

/** Returns the exponent `e` of `y = a * x ** e` that fits best. */
export const exponent = (points) => linearRegression(points.map(([x, y]) => [Math.log(x), Math.log(y)])).m;

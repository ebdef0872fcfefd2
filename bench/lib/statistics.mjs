// What many runs come to.
import { linearRegression, median } from "simple-statistics";

/** Median, least and most of one figure of the runs; undefined if they do not have it. */
export function summary(runs, figure) {
  const values = runs.map((run) => run[figure]).filter((value) => value !== undefined);
  if (values.length === 0) return undefined;
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** The median of how many times as much of it one took as another in the same round. */
export function ratio(runs, others, figure) {
  const paired = runs.slice(0, others.length);
  return median(paired.map((run, round) => run[figure] / others[round][figure]));
}

/** The exponent `e` of `y = a * x ** e` that fits best. */
export const exponent = (points) => linearRegression(points.map(([x, y]) => [Math.log(x), Math.log(y)])).m;

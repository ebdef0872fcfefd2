// What was aimed at, and whether it was reached.
import { ratio } from "./summary.mjs";

/** `figure` of `one` is at most so many times that of `other`. */
export const atMost = (bound, what, figure, results, one, other) =>
  goal({ what: `${what}, ${one} ÷ ${other}`, bound: `at most ${round(bound)}`, isMet: (value) => value <= bound, figure }, results, one, other);

/** `figure` of `one` is at least so many times that of `other`. */
export const atLeast = (bound, what, figure, results, one, other) =>
  goal({ what: `${what}, ${one} ÷ ${other}`, bound: `at least ${round(bound)}`, isMet: (value) => value >= bound, figure }, results, one, other);

/** A value that was aimed at by itself. */
export const within = (bound, what, value) => ({ what, bound: `at most ${bound}`, value, met: value <= bound });

function goal({ what, bound, isMet, figure }, results, one, other) {
  const [runs, others] = [results[one].runs, results[other].runs];
  const value = runs.length > 0 && others.length > 0 ? ratio(runs, others, figure) : undefined;
  return { what, bound, value, met: value === undefined ? undefined : isMet(value) };
}

const round = (value) => Number(value.toFixed(3));

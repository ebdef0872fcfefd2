// What was aimed at, and whether it was reached.
import { ratio } from "./statistics.mjs";

/** `compared` is a figure, the results of a case, and two of its contestants: the first has at most so many times as much. */
export const atMost = (bound, what, ...compared) => goal(what, `at most ${round(bound)}`, (value) => value <= bound, compared);

/** The first has at least so many times as much. */
export const atLeast = (bound, what, ...compared) => goal(what, `at least ${round(bound)}`, (value) => value >= bound, compared);

function goal(what, bound, isMet, [figure, results, one, other]) {
  const [runs, others] = [results[one].runs, results[other].runs];
  const told = { what: `${what}, ${one} ÷ ${other}`, bound };
  if (runs.length === 0 || others.length === 0) return told;
  const value = ratio(runs, others, figure);
  return { ...told, value, met: isMet(value) };
}

const round = (value) => Number(value.toFixed(3));

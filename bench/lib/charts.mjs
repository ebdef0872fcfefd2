// One picture for each group, drawn by Vega.
import { parse, View } from "vega";
import { compile } from "vega-lite";
import { ours } from "./client-names.mjs";
import { figures, figuresOf } from "./metrics.mjs";
import { summary } from "./statistics.mjs";

const axis = { grid: true, labelLimit: 300 };
const config = { font: "sans-serif", background: "white", axis, view: { stroke: null } };
const [own, others] = ["#1a6fb5", "#b8bec6"];

const svg = (spec) => new View(parse(compile({ config, ...spec }).spec), { renderer: "none" }).toSVG();

/** The chart of a group, as SVG: lines where it says how something grows, else bars. */
export const chart = (group) => svg(group.series ? lines(group) : bars(group));

/** A point for each contestant that has the figure. */
function points(one, figure, more) {
  const { scale = 1 } = figures[figure];
  return Object.entries(one.results).flatMap(([contestant, { runs }]) => {
    const found = summary(figuresOf(runs, one), figure);
    if (!found) return [];
    const { median, min, max } = found;
    return [{ contestant, median: median * scale, min: min * scale, max: max * scale, ...more }];
  });
}

/** A picture for each case, or for each figure if there is but one case; a bar for each contestant. */
function bars({ title, cases }) {
  const pictures =
    cases.length > 1
      ? cases.map((one) => [one.name, one, one.figures[0]])
      : cases[0].figures.map((figure) => [figures[figure].head, cases[0], figure]);
  return {
    title,
    vconcat: pictures.map(([name, one, figure]) => ({
      title: { text: name, anchor: "start", fontWeight: "normal" },
      width: 480,
      data: { values: points(one, figure) },
      encoding: { y: { field: "contestant", type: "nominal", sort: null, title: null } },
      layer: [
        {
          mark: "bar",
          encoding: {
            x: { field: "median", type: "quantitative", title: figures[figure].axis },
            color: { condition: { test: `datum.contestant === "${ours}"`, value: own }, value: others },
          },
        },
        {
          mark: { type: "rule", strokeWidth: 1.5 },
          encoding: { x: { field: "min", type: "quantitative" }, x2: { field: "max" } },
        },
      ],
    })),
  };
}

/** Time and memory over the work, with both axes logarithmic: there, what grows in proportion is a straight line. */
function lines({ title, cases, series }) {
  const named = (name) => cases.find((one) => one.name === name);
  const pictures = series.flatMap(({ name, x, cases: names }) =>
    named(names[0]).figures.map((figure) => ({
      title: { text: `${name}: ${figures[figure].head}`, anchor: "start", fontWeight: "normal" },
      width: 360,
      height: 240,
      data: { values: names.flatMap((one) => points(named(one), figure, { x: named(one).x })) },
      encoding: {
        x: { field: "x", type: "quantitative", scale: { type: "log" }, title: x },
        color: { value: own },
      },
      layer: [
        {
          mark: { type: "line", point: true },
          encoding: { y: { field: "median", type: "quantitative", scale: { type: "log" }, title: figures[figure].axis } },
        },
        { mark: "rule", encoding: { y: { field: "min", type: "quantitative" }, y2: { field: "max" } } },
      ],
    })),
  );
  return { title, columns: 2, concat: pictures };
}
